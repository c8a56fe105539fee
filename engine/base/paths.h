// Where things are: resources, cache, history, weights. Environment first (FOLDMETER_DATA, FOLDMETER_CACHE,
// FOLDMETER_HISTORY, FOLDMETER_MODEL), then beside the executable, then the XDG folders.
#pragma once

#include <filesystem>
#include <string>

namespace foldmeter {

// A file of resources/, e.g. resourcePath("models/foldmeter-demo.json"). Throws InputError when the resource folder
// cannot be found, naming the places looked at.
std::filesystem::path resourcePath(const std::string& relative);
// Folder of the help pages in the language of messages; pages are named by topic, the same in all languages.
std::filesystem::path helpFolder();
std::filesystem::path cacheFolder();     // default of --cache-dir; not created
std::filesystem::path historyFolder();   // not created
std::filesystem::path executablePath();

}  // namespace foldmeter
