#include "structure/atom_radii.h"

#include <gemmi/elem.hpp>

#include <string>

namespace foldmeter::structure {
namespace {

gemmi::El toElement(std::string_view symbol) {
    const gemmi::El element = gemmi::find_element(std::string(symbol).c_str());
    return element == gemmi::El::X ? gemmi::El::C : element;
}

}  // namespace

double covalentRadius(std::string_view element) { return gemmi::covalent_radius(toElement(element)); }
double vanDerWaalsRadius(std::string_view element) { return gemmi::vdw_radius(toElement(element)); }
bool isMetal(std::string_view element) { return gemmi::is_metal(toElement(element)); }

}  // namespace foldmeter::structure
