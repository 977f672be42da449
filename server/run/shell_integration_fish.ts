/**
 * The commands with which fish marks its prompts, command lines and outputs
 * (OSC 133 and 633;E). They run behind the user's own configuration. From
 * version 4 on, fish does it by itself.
 *
 * @module
 */

export const FISH = String.raw`
if string match -qr '^[123]\.' -- $version
  and not functions -q __vsc_fish_prompt __ksi_mark_prompt_start iterm2_prompt_mark
  function __streamer_command --on-event fish_preexec
    set -l line (string replace -a '\\' '\\\\' -- $argv | string replace -a ';' '\\x3b' | string join '\\x0a')
    printf '\e]633;E;%s\a\e]133;C\a' "$line"
  end

  function __streamer_done --on-event fish_postexec
    printf '\e]133;D;%s\a' $status
  end

  function __streamer_prompt --on-event fish_prompt
    printf '\e]133;A\a'
  end
end
`.trimStart();
