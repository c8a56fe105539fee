// help, completion and manual: all made from the table of commands, and the pages of resources/help.
#include "base/file.h"
#include "base/message.h"
#include "base/paths.h"
#include "base/version.h"
#include "cli/command.h"
#include "cli/translation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace foldmeter::cli {
namespace {

namespace fs = std::filesystem;

std::set<std::string> helpTopics() {
    std::set<std::string> topics;
    for (const auto& entry : fs::directory_iterator(helpFolder()))
        if (entry.path().extension() == ".md") topics.insert(entry.path().stem().string());
    return topics;
}

// First line of a page without its marks.
std::string titleOfPage(const std::string& topic) {
    const std::string text = readText(helpFolder() / (topic + ".md"));
    const std::string line = text.substr(0, text.find('\n'));
    return line.substr(std::min(line.find_first_not_of("# "), line.size()));
}

std::vector<std::string> optionWords(const Command& command) {
    std::vector<std::string> words;
    for (const OptionGroup& group : allOptionsOf(command))
        for (const Option& option : group.options) words.push_back("--" + longName(option));
    return words;
}

std::vector<std::string> commandNames() {
    std::vector<std::string> names;
    for (const Command& command : commands()) names.push_back(command.name);
    return names;
}

std::string spaced(const std::string& list) {
    std::string words = list;
    std::replace(words.begin(), words.end(), ',', ' ');
    return words;
}

std::string bashCompletion() {
    std::string text = "# bash completion of foldmeter; put it where bash-completion looks, or source it.\n_foldmeter() {\n"
                       "  local word=\"${COMP_WORDS[COMP_CWORD]}\" before=\"${COMP_WORDS[COMP_CWORD-1]}\"\n  COMPREPLY=()\n";
    text += fmt::format("  if [ \"$COMP_CWORD\" -eq 1 ]; then COMPREPLY=($(compgen -W \"{}\" -- \"$word\")); return; fi\n", fmt::join(commandNames(), " "));
    text += "  case \"${COMP_WORDS[1]} $before\" in\n";
    for (const Command& command : commands())
        for (const OptionGroup& group : allOptionsOf(command))
            for (const Option& option : group.options)
                if (!option.allowed.empty())
                    text += fmt::format("    \"{} --{}\") COMPREPLY=($(compgen -W \"{}\" -- \"$word\")); return;;\n", command.name, longName(option), spaced(option.allowed));
    text += "  esac\n  case \"${COMP_WORDS[1]}\" in\n";
    for (const Command& command : commands())
        text += fmt::format("    {}) [[ \"$word\" == -* ]] && {{ COMPREPLY=($(compgen -W \"{}\" -- \"$word\")); return; }};;\n", command.name, fmt::join(optionWords(command), " "));
    return text + "  esac\n  COMPREPLY=($(compgen -f -- \"$word\"))\n}\ncomplete -o filenames -F _foldmeter foldmeter\n";
}

std::string zshQuoted(std::string text) {
    std::string quoted;
    for (const char c : text) {
        if (c == '\'') quoted += "'\\''";
        else if (c == '[' || c == ']' || c == ':' || c == '\\') quoted += std::string("\\") + c;
        else quoted += c;
    }
    return quoted;
}

std::string zshCompletion() {
    std::string text = "#compdef foldmeter\n_foldmeter() {\n  if (( CURRENT == 2 )); then\n    local -a all=(\n";
    for (const Command& command : commands()) text += fmt::format("      '{}:{}'\n", command.name, zshQuoted(translated(command.summary)));
    text += "    )\n    _describe command all\n    return\n  fi\n  local command=$words[2]\n  shift words\n  (( CURRENT-- ))\n  case $command in\n";
    for (const Command& command : commands()) {
        text += fmt::format("    {}) _arguments", command.name);
        for (const OptionGroup& group : allOptionsOf(command))
            for (const Option& option : group.options) {
                const std::string value = option.value.empty() ? "" : fmt::format(":{}:{}", option.value, option.allowed.empty() ? "_files" : "(" + spaced(option.allowed) + ")");
                text += fmt::format(" \\\n      '--{}[{}]{}'", longName(option), zshQuoted(translated(option.text)), value);
            }
        text += " \\\n      '*:file:_files';;\n";
    }
    return text + "  esac\n}\n_foldmeter \"$@\"\n";
}

std::string roff(const std::string& text) {
    std::string escaped;
    for (const char c : text) escaped += c == '\\' ? std::string("\\e") : c == '-' ? std::string("\\-") : std::string(1, c);
    return escaped.starts_with('.') || escaped.starts_with('\'') ? "\\&" + escaped : escaped;
}

std::string manualPage() {
    std::string text = fmt::format(".TH FOLDMETER 1 \"\" \"foldmeter {}\"\n.SH NAME\nfoldmeter \\- predicts biomolecular structures and shows where every second goes\n.SH SYNOPSIS\n.B foldmeter\nCOMMAND [OPTIONS]\n.SH COMMANDS\n", version);
    for (const Command& command : commands()) {
        text += fmt::format(".SS {} {}\n{}.\n", roff(command.name), roff(command.synopsis), roff(translated(command.summary)));
        for (const OptionGroup& group : command.options())
            for (const Option& option : group.options) {
                std::string right = translated(option.text);
                if (!option.allowed.empty()) right += " (" + option.allowed + ")";
                if (!option.standard.empty()) right += " [" + translated(option.standard) + "]";
                text += fmt::format(".TP\n.B \\-\\-{} {}\n{}.\n", roff(longName(option)), roff(option.value), roff(right));
            }
    }
    text += ".SH EXIT STATUS\n";
    for (const char* code : {"0", "1", "2", "3", "4", "5", "6", "70"}) text += fmt::format(".TP\n.B {}\n{}\n", code, roff(message(fmt::format("exit.{}", code))));
    return text;
}

}  // namespace

int runHelp(const Invocation& invocation) {
    const auto& words = invocation.arguments.positional();
    const std::set<std::string> topics = helpTopics();
    if (words.empty()) {
        fmt::print("{}\n", message("help.topics"));
        for (const std::string& topic : topics) fmt::print("  {:<14} {}\n", topic, titleOfPage(topic));
        fmt::print("\n{}\n  {}\n", message("help.commands"), fmt::join(commandNames(), " "));
        return 0;
    }
    const auto command = std::find_if(commands().begin(), commands().end(), [&](const Command& c) { return c.name == words[0]; });
    const bool known = topics.contains(words[0]);
    if (!known && command == commands().end()) throw UsageError(message("usage.no_topic", {words[0], fmt::format("{}", fmt::join(topics, ", "))}));
    if (known) fmt::print("{}\n", readText(helpFolder() / (words[0] + ".md")));
    if (command != commands().end()) fmt::print("{}", helpOf(*command));
    return 0;
}

int runCompletion(const Invocation& invocation) {
    const auto& words = invocation.arguments.positional();
    if (words.size() != 1 || (words[0] != "bash" && words[0] != "zsh")) throw UsageError(message("usage.completion"));
    fmt::print("{}", words[0] == "bash" ? bashCompletion() : zshCompletion());
    return 0;
}

int runManual(const Invocation&) {
    fmt::print("{}", manualPage());
    return 0;
}

}  // namespace foldmeter::cli
