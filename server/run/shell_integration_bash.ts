/**
 * The start-up file with which bash marks its prompts, command lines and
 * outputs (OSC 133 and 633;E).
 *
 * It first does what bash would have done without it. `STREAMER_SHELL_START`
 * says what that is: `rc` reads the file of an interactive shell, `profile`
 * those of a login shell, `nothing` none. Then it adds to PROMPT_COMMAND, PS0
 * and PS1, whatever they hold; traps and the history's settings are left alone.
 *
 * A command line is told by the history alone, and only when the history has
 * grown by it: else the terminal's text has to do. Where PROMPT_COMMAND may be
 * an array, the last part is an element of its own, which outlives whoever sets
 * the variable anew. bash-preexec, which wants to have the last word there, is
 * asked to call us.
 *
 * What runs for the prompt must not be noticed: `$?` and `$_` pass through, and
 * as the first of an AND list a failure sets off neither ERR traps nor `set -e`.
 * What `set -x` tells of it goes nowhere: marks are written to a copy of standard
 * error, which prompts go to.
 * A DEBUG trap sees our commands beside the person's own in PROMPT_COMMAND.
 *
 * @module
 */

/** For bash 4.4 and later, which has PS0; an earlier one just starts. */
export const BASH = String.raw`
__streamer_done() {
  local code=$?
  if [[ -n ${"$"}{__streamer_number-} ]]; then
    builtin printf '\e]133;D;%s\a' "$code" >&9
  fi
  __streamer_number=
  return "$code"
}

__streamer_prompt() {
  local code=$? number='\!'
  if [[ -n ${"$"}{__streamer_number-} ]]; then
    builtin printf '\e]133;D;%s\a' "$code" >&9
  fi
  __streamer_number=${"$"}{number@P}
  if [[ ${"$"}{PS0-} != *__streamer_command* ]] && builtin shopt -q promptvars; then
    PS0=${"$"}{PS0-}'$({ __streamer_command; } 2>/dev/null)'
  fi
  if [[ ${"$"}{PS1-} != *']133;B'* ]]; then
    PS1=${"$"}{PS1-}'\[\e]133;B\a\]'
  fi
  builtin printf '\e]133;A\a' >&9
}

__streamer_precmd() {
  __streamer_prompt
} 9>&2 2>/dev/null

__streamer_command() {
  local number='\!' line
  if [[ ${"$"}{number@P} != "${"$"}{__streamer_number-}" ]]; then
    line=$(HISTTIMEFORMAT= builtin history 1)
    if [[ $line =~ ^[[:space:]]*[0-9]+[*' '][' '](.*)$ ]]; then
      line=${"$"}{BASH_REMATCH[1]}
      line=${"$"}{line//'\'/'\\'}
      line=${"$"}{line//';'/'\x3b'}
      line=${"$"}{line//$'\n'/'\x0a'}
      line=${"$"}{line//$'\e'/'\x1b'}
      line=${"$"}{line//$'\a'/'\x07'}
      builtin printf '\e]633;E;%s\a' "$line"
    fi
  fi
  builtin printf '\e]133;C\a'
}

__streamer_install() {
  local other
  case "${"$"}{PS0-}${"$"}{PS1-}${"$"}{PROMPT_COMMAND[*]-}" in
    *']133;'* | *']633;'*) return ;;
  esac
  for other in __vsc_prompt_cmd __wezterm_semantic_precmd iterm2_prompt_mark; do
    builtin declare -F "$other" >/dev/null && return
  done
  local first='{ __streamer_done "$_" && : "$_"; } 9>&2 2>/dev/null'
  local last='{ __streamer_prompt; } 9>&2 2>/dev/null'
  if [[ -n ${"$"}{__bp_imported-} ]]; then
    precmd_functions+=(__streamer_precmd)
  elif (( BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501 )); then
    PROMPT_COMMAND=$first${"$"}{PROMPT_COMMAND:+$'\n'$PROMPT_COMMAND}
    PROMPT_COMMAND+=("$last")
  else
    PROMPT_COMMAND=$first$'\n'${"$"}{PROMPT_COMMAND-}$'\n'$last
  fi
  builtin export -nf __streamer_done __streamer_prompt __streamer_precmd __streamer_command
}

__streamer_start=${"$"}{STREAMER_SHELL_START-}
builtin unset STREAMER_SHELL_START
if [[ $__streamer_start != rc ]]; then
  builtin set +o posix
  builtin shopt -u inherit_errexit
  if [[ -n ${"$"}{STREAMER_SHELL_ENV+set} ]]; then
    ENV=$STREAMER_SHELL_ENV
  else
    builtin unset ENV
  fi
  builtin unset STREAMER_SHELL_ENV
  [[ ${"$"}{HISTFILE-} != "$HOME/.sh_history" ]] || HISTFILE=~/.bash_history
  [[ ${"$"}{MAILCHECK-} != 600 ]] || MAILCHECK=60
fi
case $__streamer_start in
  rc)
    __streamer_files=("${"$"}{STREAMER_SHELL_RC-$HOME/.bashrc}") ;;
  profile)
    __streamer_files=(/etc/profile)
    for __streamer_file in ~/.bash_profile ~/.bash_login ~/.profile; do
      if [[ -r $__streamer_file ]]; then
        __streamer_files+=("$__streamer_file")
        break
      fi
    done ;;
  *)
    __streamer_files=() ;;
esac
builtin unset STREAMER_SHELL_RC
for __streamer_file in "${"$"}{__streamer_files[@]}"; do
  if [[ -f $__streamer_file && -r $__streamer_file ]]; then
    builtin source -- "$__streamer_file"
  fi
done
if (( BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404 )) && [[ ! -o posix ]]; then
  __streamer_install
fi
builtin unset __streamer_start __streamer_files __streamer_file
builtin unset -f __streamer_install
`.trimStart();
