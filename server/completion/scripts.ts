/**
 * The scripts that connect a shell's completion with `streamer complete`.
 *
 * They hand over the words up to the cursor and get one candidate a line,
 * with a tab and a description behind it. `:command N` asks the shell to
 * complete a command that begins at word N, `:folders` for folders, `:files` for
 * files.
 *
 * @module
 */

/** The script for `bash`, `zsh` or `fish`. */
export function completionScript(shell: string): string {
  switch (shell) {
    case "zsh":
      return ZSH;
    case "fish":
      return FISH;
    default:
      return BASH;
  }
}

const BASH = `_streamer() {
  local current=\${COMP_WORDS[COMP_CWORD]} line
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      ':command '*)
        if declare -F _command_offset >/dev/null; then
          _command_offset "\${line#:command }"
        else
          COMPREPLY=($(compgen -c -A file -- "$current"))
        fi
        return ;;
      :folders) COMPREPLY=($(compgen -A directory -- "$current")); return ;;
      :files) COMPREPLY=($(compgen -A file -- "$current")); return ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <(streamer complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _streamer streamer
`;

const ZSH = `_streamer() {
  local line
  local -a found
  for line in "\${(@f)$(streamer complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      ':command '*)
        shift \${line#:command } words
        (( CURRENT -= \${line#:command } ))
        _normal
        return ;;
      :folders) _files -/; return ;;
      :files) _files; return ;;
      ?*) found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done
  _describe streamer found
}
compdef _streamer streamer
`;

const FISH = `function __streamer
  set -l words (commandline -opc) (commandline -ct)
  for line in (streamer complete -- $words[2..] 2>/dev/null)
    switch $line
      case ':command *'
        __fish_complete_subcommand --fcs-skip=(string replace ':command ' '' -- $line)
      case :folders
        __fish_complete_directories (commandline -ct)
      case :files
        __fish_complete_path (commandline -ct)
      case '*'
        echo $line
    end
  end
end
complete -c streamer -f -a '(__streamer)'
`;
