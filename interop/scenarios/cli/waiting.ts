import { type CliScenario, consul, consulArgs, ownHelp } from '../../src/cli-step.ts'

export const watch: CliScenario = {
  name: 'watch',
  steps: [
    consul('watch -type=key -key=a', { says: /^null\n?$/ }),
    consul('kv put a one'),
    consul('watch -type=key -key=a', { says: /^\{\n {4}"Key": "a"/ }),
    consul('watch -type=keyprefix -prefix=a'),
    consul('watch -type=keyprefix -prefix=none'),
    consul('watch -type=services', { says: /"consul": \[\]/ }),
    consul('watch -type=nodes'),
    consul('watch -type=service -service=consul'),
    consul('watch -type=service -service=nothing', { says: /^\[\]\n$/ }),
    consul('watch -type=service -service=consul -passingonly=true -tag=x'),
    consul('watch -type=checks'),
    consul('watch -type=checks -state=passing'),
    consul('watch -type=zz', { exit: 1, says: /^Unsupported watch type: zz|Error/ }),
    consul('watch', { exit: 1, says: /^Watch type must be specified\n\nUsage: /, mask: ownHelp }),
    consul('watch -type=key', { exit: 1, says: /Must specify a single key to watch/ }),
    consul('watch -type=key -key=a -http-addr=127.0.0.1:1', { exit: 1, mask: [[/^.*$/gm, '<refused>']] }),
    consulArgs(['watch', '-type=key', '-key=a', 'cat; test $CONSUL_INDEX -gt 0 && echo with an index'], {
      during: [consul('kv put a two'), consul('kv put b unrelated'), consul('kv delete a')],
    }),
    consulArgs(['watch', '-type=service', '-service=web', '-shell=false', 'cat'], {
      during: [
        consul('services register -name=web -port=1', { says: 'Registered service: web\n' }),
        consul('services deregister -id=web', { says: 'Deregistered service: web\n' }),
      ],
    }),
  ],
}

export const lock: CliScenario = {
  name: 'lock',
  steps: [
    consulArgs(['lock', 'l', 'echo held'], { says: 'held\n' }),
    consulArgs(['lock', '-verbose', 'l', 'echo held'], { says: /held/ }),
    consulArgs(['lock', '-n=2', 'sem', 'echo one of two'], { says: 'one of two\n' }),
    consulArgs(['lock', 'l', 'exit 3'], { says: /^Error running handler: exit status 3/ }),
    consulArgs(['lock', '-child-exit-code', 'l', 'exit 3'], { exit: 2 }),
    consulArgs(['lock', '-shell=false', 'l', 'echo', 'two', 'words'], { says: 'two words\n' }),
    consulArgs(['lock', '-pass-stdin', 'l', 'cat'], { stdin: 'passed on', says: 'passed on' }),
    consulArgs(['lock', 'l', 'sleep 5; echo done'], {
      interrupt: false,
      during: [
        consul('kv get -keys -separator= l', { says: 'l/.lock\n', until: /lock/ }),
        consulArgs(['lock', '-try=300ms', 'l', 'echo not mine'], { exit: 1 }),
      ],
    }),
    consul('lock', { exit: 1 }),
    consul('lock l', { exit: 1 }),
    consulArgs(['lock', '-n=0', 'l', 'true'], { exit: 1 }),
    consulArgs(['lock', '-try=x', 'l', 'true'], {
      exit: 1,
      says: /^invalid value "x" for flag -try/,
      mask: ownHelp,
    }),
    consul('kv get -recurse l'),
  ],
}
