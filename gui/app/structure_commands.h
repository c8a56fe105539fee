// Everything that can be done with the shown structure, as commands: representations, colours, light, measuring, contacts,
// samples laid over each other, a reference, the replay of the diffusion steps, export. One table a kind.
#pragma once

namespace foldmeter::commands {
class CommandRegistry;
}

namespace foldmeter::app {

class StructurePane;

// Called once by the pane, when all its parts are there.
void addStructureCommands(StructurePane& pane, commands::CommandRegistry& registry);

}  // namespace foldmeter::app
