// The commands of the window itself and the menus made of all commands. Pages and panes add theirs where they are made.
#pragma once

namespace foldmeter::app {

class MainWindow;
class Rail;

void addWindowCommands(MainWindow& window);
// Menus in the order of subjects; commands that come later appear when a menu is opened.
void addMenus(MainWindow& window, Rail& rail);

}  // namespace foldmeter::app
