/**
 * The start-up file with which zsh marks its prompts, command lines and outputs
 * (OSC 133 and 633;E).
 *
 * zsh finds it by ZDOTDIR, which it puts back at once, so that all further
 * files are the user's own. What it adds begins with the first prompt, behind
 * everything that those files do.
 *
 * Marks are written to a copy of standard error, as prompts are, so that what
 * xtrace tells of it goes nowhere.
 *
 * The end of an output is marked where zsh itself marks it: in PROMPT_EOL_MARK,
 * which comes before the rest of the prompt.
 *
 * @module
 */

export const ZSHENV = String.raw`
if (( ${"$"}{+STREAMER_SHELL_ZDOTDIR} )); then
  'builtin' 'export' ZDOTDIR=$STREAMER_SHELL_ZDOTDIR
  'builtin' 'unset' STREAMER_SHELL_ZDOTDIR
else
  'builtin' 'unset' ZDOTDIR
fi

if [[ -o interactive ]]; then
  __streamer_begin() {
    {
      builtin emulate -L zsh
      local other
      precmd_functions=(${"$"}{precmd_functions:#__streamer_begin})
      unfunction __streamer_begin
      [[ "$PS1$PROMPT_EOL_MARK" == *']'[16]33\;* ]] && return
      for other in __vsc_precmd _ksi_precmd __wezterm_semantic_precmd iterm2_precmd; do
        (( ${"$"}{+functions[$other]} )) && return
      done
      precmd_functions+=(__streamer_prompt)
      preexec_functions+=(__streamer_command)
    } 2>/dev/null
    __streamer_prompt
  }

  __streamer_prompt() { {
    local code=$?
    builtin emulate -L zsh
    [[ -o prompt_sp ]] || builtin printf '\e]133;D;%s\a' $code >&9
    if [[ "${"$"}{PROMPT_EOL_MARK-}" != *']133;D'* ]]; then
      typeset -g PROMPT_EOL_MARK=$'%{\e]133;D;%?\a%}'"${"$"}{PROMPT_EOL_MARK-%B%S%#%s%b}"
    fi
    [[ "$PS1" == *']133;B'* ]] || PS1+=$'%{\e]133;B\a%}'
    builtin printf '\e]133;A\a' >&9
    return $code
  } 9>&2 2>/dev/null }

  __streamer_command() { {
    builtin emulate -L zsh -o extended_glob
    local line=${"$"}{1:-$3}
    line=${"$"}{line//\\/\\\\}
    line=${"$"}{line//;/'\x3b'}
    line=${"$"}{line//$'\n'/'\x0a'}
    line=${"$"}{line//$'\e'/'\x1b'}
    line=${"$"}{line//$'\a'/'\x07'}
    builtin printf '\e]633;E;%s\a\e]133;C\a' "$line" >&9
  } 9>&2 2>/dev/null }

  precmd_functions+=(__streamer_begin)
fi

if [[ -f ${"$"}{ZDOTDIR-$HOME}/.zshenv && -r ${"$"}{ZDOTDIR-$HOME}/.zshenv ]]; then
  'builtin' 'source' ${"$"}{ZDOTDIR-$HOME}/.zshenv
fi
`.trimStart();
