// foldmeter-pack-components IN.txt[.zst] OUT.fmc: packs the component dictionary for resources/components/.
#include "base/error.h"
#include "base/file.h"
#include "structure/pack_components.h"

#include <fmt/format.h>

#include <cstdio>

int main(int argc, char** argv) {
    if (argc != 3) {
        fmt::print(stderr, "usage: foldmeter-pack-components COMPONENTS.txt[.zst] COMPONENTS.fmc\n");
        return 1;
    }
    try {
        const std::string file = argv[1];
        std::string text = foldmeter::readText(file);
        if (file.ends_with(".zst")) text = foldmeter::decompressZstd(text, file);
        auto components = foldmeter::structure::readComponentsText(text, file);
        const std::size_t count = components.size();
        const std::string packed = foldmeter::structure::packComponents(std::move(components));
        foldmeter::writeAtomically(argv[2], packed);
        fmt::print("{} components, {} bytes\n", count, packed.size());
        return 0;
    } catch (const foldmeter::InputError& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 2;
    } catch (const foldmeter::DeviceError& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 3;
    }
}
