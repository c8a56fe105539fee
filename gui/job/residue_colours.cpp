#include "gui/job/residue_colours.h"

#include <string_view>

namespace foldmeter::job {
namespace {

struct Group {
    std::string_view letters;
    QRgb light, dark;
};
// Hydrophobic, aromatic, polar, positive, negative, cysteine, glycine, proline.
constexpr Group aminoAcids[] = {
    {"AILMV", 0xDCE6F7, 0x27364F}, {"FWY", 0xD5EEF0, 0x1E4147}, {"NQST", 0xDDF0DC, 0x25432A}, {"KRH", 0xF9DEDC, 0x55302F},
    {"DE", 0xEEDDF3, 0x472F52},    {"C", 0xFBF0C9, 0x4D4420},   {"G", 0xFCE6D2, 0x523A23},    {"P", 0xEDEBD2, 0x43422B},
};
constexpr Group bases[] = {{"A", 0xDDF0DC, 0x25432A}, {"G", 0xFBF0C9, 0x4D4420}, {"C", 0xDCE6F7, 0x27364F}, {"TU", 0xF9DEDC, 0x55302F}};

template <std::size_t Count> QColor find(const Group (&groups)[Count], char letter, bool dark) {
    for (const Group& group : groups)
        if (group.letters.find(letter) != std::string_view::npos) return QColor::fromRgb(dark ? group.dark : group.light);
    return QColor(Qt::transparent);
}

}  // namespace

QColor residueColour(features::EntityKind kind, char letter, bool dark) {
    return kind == features::EntityKind::Protein ? find(aminoAcids, letter, dark) : find(bases, letter, dark);
}

}  // namespace foldmeter::job
