// One component as bytes and back: columns rather than rows, so that a small compressed frame holds it. Coordinates
// have at most three decimals in the dictionary and travel as whole thousandths. Used by the packer and the reader of
// resources/components/components.fmc only.
#pragma once

#include "base/buffer.h"
#include "structure/components.h"

#include <string>

namespace foldmeter::structure {

// InputError (naming the component) for anything the form cannot hold: more than 65535 atoms, more than three decimals,
// an unknown bond order, a tab or line end inside a field.
std::string encodeComponent(const Component& component);
// InputError when the bytes are not such a form.
Component decodeComponent(const std::string& code, Bytes bytes);
// Only its texts, which come first.
Component decodeTitle(const std::string& code, Bytes bytes);

}  // namespace foldmeter::structure
