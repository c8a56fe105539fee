#include "targets/cuda/installed_libraries.h"

#include <fmt/format.h>

#include <functional>

namespace foldmeter::cuda {
namespace {

struct Row {
    const char* name;
    std::vector<std::string> files;
    bool used;                                                   // by this version
    std::function<std::string(const SharedLibrary&)> version;
};

// 13000 -> "13.0"
std::string dotted(std::int64_t number, std::int64_t unit) { return fmt::format("{}.{}", number / unit, number % unit / (unit / 100)); }

std::string driverVersion(const SharedLibrary& library) {
    int (*ask)(int*) = nullptr;
    library.bind(ask, "cuDriverGetVersion");
    int version = 0;
    return ask && ask(&version) == 0 ? dotted(version, 1000) : "";
}

std::string compilerVersion(const SharedLibrary& library) {
    int (*ask)(int*, int*) = nullptr;
    library.bind(ask, "nvrtcVersion");
    int major = 0, minor = 0;
    return ask && ask(&major, &minor) == 0 ? fmt::format("{}.{}", major, minor) : "";
}

std::function<std::string(const SharedLibrary&)> plainVersion(const char* symbol, std::int64_t unit) {
    return [=](const SharedLibrary& library) {
        std::size_t (*ask)() = nullptr;
        library.bind(ask, symbol);
        return ask ? dotted(static_cast<std::int64_t>(ask()), unit) : "";
    };
}

const std::vector<Row>& rows() {
    static const std::vector<Row> table = {
        {"driver", {"libcuda.so.1"}, true, driverVersion},
        {"nvrtc", {"libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so"}, true, compilerVersion},
        {"cublaslt", {"libcublasLt.so.13", "libcublasLt.so.12"}, true, plainVersion("cublasLtGetVersion", 10000)},
        {"cudnn", {"libcudnn.so.9"}, false, plainVersion("cudnnGetVersion", 10000)},
        {"cupti", {"libcupti.so.13", "libcupti.so.12"}, false, {}},
    };
    return table;
}

}  // namespace

std::vector<InstalledLibrary> installedLibraries() {
    std::vector<InstalledLibrary> list;
    for (const Row& row : rows()) {
        const SharedLibrary library(row.files);
        list.push_back({row.name, library.found(), row.used, library.found() && row.version ? row.version(library) : "", library.path(), library.reason()});
    }
    return list;
}

}  // namespace foldmeter::cuda
