// The first data block of an mmCIF text, read by gemmi: the one place where its failures become ours.
// For the .cpp files of this folder only: it brings gemmi's headers.
#pragma once

#include "base/error.h"

#include <gemmi/cif.hpp>

#include <string>

namespace foldmeter::structure {

// make(block) -> result. InputError with `file` in front: unreadable text, no block, or what `make` complains of.
template <typename Make> auto fromFirstBlock(const std::string& text, const std::string& file, Make make) {
    namespace cif = gemmi::cif;
    try {
        cif::Document document = cif::read_memory(text.data(), text.size(), file.c_str());
        if (document.blocks.empty()) throw InputError("no data block");
        return make(document.blocks.front());
    } catch (const InputError& error) {
        throw InputError(file + ": " + error.what());
    } catch (const std::exception& error) {   // gemmi names place and reason
        throw InputError(file + ": not readable as mmCIF: " + error.what());
    }
}

}  // namespace foldmeter::structure
