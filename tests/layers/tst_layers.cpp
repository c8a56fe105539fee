// Reads every #include of the project and holds it against the table of which folder may look at which. Arrows point
// down only; foreign libraries stay in the folders named for them.
#include "support/test_main.h"

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

namespace fs = std::filesystem;

namespace {

// Folder -> folders it may include from (besides itself). A folder that is not listed may include nothing of ours.
const std::map<std::string, std::set<std::string>> allowed = {
    {"base", {}},
    {"tensor", {"base"}},
    {"timeline", {"base"}},
    {"ir", {"base", "tensor"}},
    {"passes", {"base", "tensor", "ir", "timeline"}},
    {"kernels", {"base", "tensor", "ir"}},
    {"targets/cpu", {"base", "tensor", "ir", "kernels", "timeline"}},
    {"targets/cuda", {"base", "tensor", "ir", "kernels", "timeline"}},
    {"targets/cuda/driver", {"base", "tensor", "kernels", "targets/cuda"}},
    {"settings", {"base"}},
    {"runtime", {"base", "tensor", "ir", "passes", "kernels", "targets/cpu", "targets/cuda", "targets/cuda/driver", "timeline", "settings"}},
    {"structure", {"base", "tensor"}},
    {"features", {"base", "tensor", "structure", "timeline"}},
    {"dialects", {"base", "structure", "features"}},
    {"model", {"base", "tensor", "ir"}},
    {"report", {"base", "timeline"}},
    {"results", {"base", "structure", "timeline", "report"}},
    {"compare", {"base", "structure", "timeline", "report", "results"}},
    {"publish", {"base", "structure", "timeline", "report", "results", "compare"}},
    {"history", {"base", "structure", "timeline", "report", "results"}},
    {"interop", {"base", "timeline"}},
    {"predict", {"base", "tensor", "ir", "passes", "kernels", "targets/cpu", "targets/cuda", "targets/cuda/driver", "runtime", "settings", "structure", "features", "dialects", "model", "timeline", "report"}},
    {"worker/protocol", {"base", "settings"}},
    {"worker/client", {"base", "settings", "worker/protocol"}},
    {"worker/server", {"base", "tensor", "targets/cpu", "targets/cuda", "targets/cuda/driver", "runtime", "settings", "structure", "features", "dialects", "model", "predict", "report", "timeline", "worker/protocol"}},
    {"cli", {"base", "tensor", "ir", "passes", "kernels", "targets/cpu", "targets/cuda", "targets/cuda/driver", "runtime", "settings", "structure", "features", "dialects", "model", "predict", "report", "results", "compare", "publish", "viz/vector", "history", "interop", "worker/server", "worker/protocol", "timeline"}},
    {"viz", {"base", "structure", "report", "results"}},
    {"viz/vector", {"base", "structure", "viz"}},   // of viz only what needs no VTK: the linker sees to it
    {"viz/widget", {"base", "structure", "report", "results", "viz"}},
    {"gui/look", {"base"}},
    {"gui/commands", {"base", "gui/look"}},
    {"gui/engine", {"base", "settings", "worker/protocol", "worker/client", "report", "results", "history", "timeline"}},
    {"gui/settings", {"base", "settings", "gui/look", "gui/commands", "gui/engine", "worker/protocol"}},
    {"gui/job", {"base", "structure", "features", "dialects", "gui/look", "gui/commands"}},
    {"gui/queue", {"base", "settings", "worker/protocol", "worker/client", "gui/look", "gui/commands", "gui/engine"}},
    {"gui/runs", {"base", "timeline", "report", "results", "history", "gui/look", "gui/commands"}},
    {"gui/timeline", {"base", "timeline", "compare", "gui/look", "gui/commands"}},
    {"gui/run", {"base", "timeline", "structure", "report", "results", "gui/look", "gui/commands", "gui/timeline"}},
    {"gui/report", {"base", "publish", "gui/look"}},
    {"gui/start", {"base", "worker/protocol", "report", "results", "history", "gui/look", "gui/commands", "gui/engine"}},
    {"gui/app", {"base", "timeline", "settings", "structure", "features", "dialects", "report", "results", "compare", "publish", "history", "interop", "worker/protocol", "worker/client", "viz", "viz/widget", "viz/vector",
                 "gui/look", "gui/commands", "gui/engine", "gui/settings", "gui/job", "gui/queue", "gui/runs", "gui/timeline", "gui/run", "gui/report", "gui/start"}},
};

// Foreign header prefix -> folders that may name it.
const std::map<std::string, std::set<std::string>> foreign = {
    {"llvm/", {"targets/cpu"}},
    {"oneapi/", {"targets/cpu"}},
    {"GraphMol/", {"structure"}},
    {"gemmi/", {"structure", "predict", "features"}},
    {"rapidjson/", {"base", "results", "interop"}},
    {"yaml-cpp/", {"dialects"}},
    {"boost/program_options", {"cli"}},
    {"SQLiteCpp/", {"history"}},
    {"Q", {"gui", "viz/widget"}},
    {"vtk", {"viz", "viz/widget"}},
};

std::string folderOf(const std::string& relative, const std::map<std::string, std::set<std::string>>& table) {
    std::string path = relative;
    while (!path.empty()) {
        const auto slash = path.rfind('/');
        if (slash == std::string::npos) return {};
        path.resize(slash);
        if (table.contains(path)) return path;
    }
    return {};
}

struct Include {
    std::string file, folder, target;
    int line = 0;
    bool quoted = false;
};

std::vector<Include> includesOf(const fs::path& root) {
    static const std::regex pattern(R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"])re");
    std::vector<Include> all;
    for (const std::string top : {"engine", "viz", "gui"}) {
        for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
            const std::string extension = entry.path().extension().string();
            if (extension != ".h" && extension != ".cpp" && extension != ".inc") continue;
            std::string relative = fs::relative(entry.path(), root / (top == "engine" ? "engine" : "")).generic_string();
            std::ifstream stream(entry.path());
            std::string text;
            for (int line = 1; std::getline(stream, text); ++line) {
                std::smatch match;
                if (std::regex_search(text, match, pattern))
                    all.push_back({relative, folderOf(relative, allowed), match[2], line, match[1] == "\""});
            }
        }
    }
    return all;
}

}  // namespace

class tst_layers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // A program that takes an empty folder or a dash for a name leaves its file here.
    void theTopHoldsWhatItShould() {
        const std::set<std::string> known = {"CMakeLists.txt", "CMakePresets.json", "README.md", "ARCHITECTURE.md", "LICENSE", "gui", "engine", "viz", "resources", "tests", "packaging", "build", "compile_commands.json"};
        for (const auto& entry : fs::directory_iterator(foldmeter::test::sourcePath(""))) {
            const std::string name = entry.path().filename().string();
            QVERIFY2(name.starts_with('.') || name.ends_with(".user") || known.contains(name), name.c_str());
        }
    }

    void everyFolderIsInTheTable() {
        const auto includes = includesOf(foldmeter::test::sourcePath(""));
        QVERIFY(includes.size() > 100);
        for (const Include& include : includes)
            QVERIFY2(!include.folder.empty(), qPrintable(QString::fromStdString(include.file + " lies in no known folder")));
    }

    void arrowsPointDown() {
        std::string wrong;
        for (const Include& include : includesOf(foldmeter::test::sourcePath(""))) {
            if (!include.quoted) continue;
            const std::string target = folderOf(include.target, allowed);
            const auto& may = allowed.at(include.folder);
            if (target.empty() || target == include.folder || may.contains(target)) continue;
            wrong += include.file + ":" + std::to_string(include.line) + " looks up at " + include.target + "\n";
        }
        QVERIFY2(wrong.empty(), wrong.c_str());
    }

    void theTableHasNoCycle() {
        for (const auto& [folder, below] : allowed) {
            std::set<std::string> reached(below.begin(), below.end());
            for (bool grew = true; grew;) {
                grew = false;
                for (const std::string& next : std::set<std::string>(reached))
                    for (const std::string& further : allowed.at(next)) grew |= reached.insert(further).second;
            }
            QVERIFY2(!reached.contains(folder), folder.c_str());
        }
    }

    void foreignLibrariesStayInTheirFolders() {
        std::string wrong;
        for (const Include& include : includesOf(foldmeter::test::sourcePath(""))) {
            if (include.quoted) continue;
            for (const auto& [prefix, folders] : foreign)
                if (include.target.starts_with(prefix) && !folders.contains(include.folder) && !folders.contains(include.folder.substr(0, include.folder.find('/'))))
                    wrong += include.file + ":" + std::to_string(include.line) + " names " + include.target + "\n";
        }
        QVERIFY2(wrong.empty(), wrong.c_str());
    }
};

FOLDMETER_TEST(tst_layers)
#include "tst_layers.moc"
