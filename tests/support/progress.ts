/**
 * Small programs that write what well-known ones write to a terminal.
 *
 * @module
 */

/** Scripts of sh, by what they are like. */
export const PROGRESS: Readonly<Record<string, string>> = {
  /** A spinner that replaces its line, lines above it, a summary. */
  npm: `
    for i in 1 2 3 4 5 6 7 8; do
      for c in ⠋ ⠙ ⠹ ⠸; do printf '\\033[1G\\033[0K\\033[36m%s\\033[39m package-%d' $c $i; done
      if [ $((i % 3)) = 0 ]; then
        printf '\\033[1G\\033[0K'
        printf 'npm \\033[33mwarn\\033[39m deprecated package-%d: use another one\\n' $i
      fi
    done
    printf '\\033[1G\\033[0K\\n'
    echo "added 8 packages in 3s"
    echo; echo "2 packages are looking for funding"`,

  /** A bar in the last line that goes down as lines come. */
  cargo: `
    for i in 1 2 3 4 5 6 7 8 9 10; do
      printf '\\033[K\\033[1m\\033[32m   Compiling\\033[0m crate-%d v0.%d.0\\n' $i $i
      printf '\\033[1m\\033[36m    Building\\033[0m [%-20s] %d/10: crate-%d(build)\\r' "$(printf '=%.0s' $(seq $i))>" $i $i
    done
    printf '\\033[K\\033[1m\\033[32m    Finished\\033[0m dev [unoptimized + debuginfo] target(s) in 2.34s\\n'`,

  /** Results that fill rows up to the right edge, with a percentage. */
  pytest: `
    printf '\\033[1m==== test session starts ====\\033[0m\\n'
    printf 'tests/test_a.py '
    i=0; while [ $i -lt 57 ]; do printf '\\033[32m.\\033[0m'; i=$((i + 1)); done
    printf '\\033[32m [ 49%%]\\033[0m\\n'
    printf 'tests/test_b.py \\033[32m.\\033[0m\\033[31mF\\033[0m\\033[33ms\\033[0m'
    printf '%60s\\033[31m[100%%]\\033[0m\\n' ''
    printf '\\033[31m\\033[1m==== 1 failed, 58 passed, 1 skipped ====\\033[0m\\n'`,

  /** Several lines of progress, each changed in its place. */
  docker: `
    echo 'Using default tag: latest'
    for l in a1 b2 c3 d4; do echo "$l: Pulling fs layer "; done
    for p in 10 40 80 100; do
      for up in 4 3 2 1; do
        printf '\\033[%dA\\033[2K\\r%s: Downloading [%-10s] %3d%%\\033[%dB\\r' $up "l$up" '====>' $p $up
      done
    done
    for up in 4 3 2 1; do printf '\\033[%dA\\033[2K\\rl%d: Pull complete \\033[%dB\\r' $up $up $up; done
    echo 'Digest: sha256:0123'; echo 'Status: Downloaded newer image'`,

  /** Several lines that are drawn anew as a block, more of them than there are rows. */
  compose: `
    n=0
    for frame in 1 2 3 4 5 6; do
      [ $n -gt 0 ] && printf '\\033[%dA' $n
      printf '\\033[?25l\\033[0G[+] Running %d/30\\033[K\\n' $frame
      for i in $(seq $((frame * 5))); do printf ' \\033[32m✔\\033[0m Container %d  \\033[32mStarted\\033[0m \\033[%dC%d.0s\\033[K\\n' $i 20 $frame; done
      n=$((frame * 5 + 1)); [ $n -gt 23 ] && n=23
      printf '\\033[?25h'
    done`,

  /** Meters and a table in a full screen, some rows at a time, within a scroll region. */
  htop: `
    printf '\\033[?1049h\\033[22;0;0t\\033[1;24r\\033(B\\033[m\\033[4l\\033[?7h\\033[?1h\\033=\\033[?25l\\033[39;49m\\033[H\\033[2J'
    for frame in 1 2 3; do
      for cpu in 1 2; do
        printf '\\033[%d;3H\\033[36m%d\\033[1m[\\033[32m%s\\033[30m%*s%d.%d%%\\033[39m]\\033(B\\033[m' $((cpu + 1)) $cpu '||||||||' $((20 - frame)) '' $frame $cpu
      done
      printf '\\033[5;1H\\033[30;42m    PID USER      PRI  NI  VIRT   RES   SHR S CPU%% Command\\033[K\\033[39;49m\\033(B\\033[m'
      for row in 6 7 8 9 10 11 12; do
        printf '\\033[%d;1H\\033[%dd%7d root       20   0 %4dM %4dK  100 S  %d.0 \\033[32m└─ \\033[39mprogram-%d\\033[K' $row $row $((row * 100 + frame)) $row $frame $frame $row
      done
      printf '\\033[6;12r\\033[12;1H\\n\\033[1;24r\\033[8;1H\\033M\\033[8d\\033[2X'
      printf '\\033[24;1HF1\\033[30;46mHelp  \\033[39;49mF2\\033[30;46mSetup \\033[39;49m\\033[10G\\033[@X\\033[3P'
    done`,
};
