// What is drawn of one structure, as geometry without colours: meshes, balls and sticks, each piece knowing its atom. It
// is made once for a structure and a representation, away from the window's thread, and never changes; colours are put on
// when it is shown.
#pragma once

#include "viz/display.h"
#include "viz/mesh.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace foldmeter::viz {

struct Ball {
    int atom = 0;          // row of the structure; its position is the structure's
    float radius = 1;      // Angstrom
};
struct Stick {
    int from = 0, to = 0;  // rows; drawn from `from` to the middle, in the colour of `from`: two sticks a bond
    float radius = 0.2f;
};
struct Dash {
    int from = 0, to = 0;  // a break in a chain: a dotted line between two atoms
};

struct DrawingRequest {
    std::shared_ptr<const structure::Structure> structure;
    Representation representation = Representation::Cartoon;
    Details details;
    std::vector<int> shownResidues;   // rows whose atoms are drawn as sticks besides the cartoon
    bool occlusion = true;
    bool operator==(const DrawingRequest&) const = default;
};

struct Drawing {
    DrawingRequest request;
    std::shared_ptr<const structure::Structure> structure;
    Mesh mesh;             // full detail
    Mesh turningMesh;      // while the view moves
    std::vector<Ball> balls;
    std::vector<Stick> sticks;
    std::vector<Dash> gaps;
    std::vector<std::uint8_t> atomOpenness;   // one an atom, as Mesh::openness
    std::vector<char> folds;                  // one a residue: 'H', 'E' or ' '
    bool colouredByElement() const;           // single atoms are to be told apart
};

// Null when stopped before it was done.
std::shared_ptr<const Drawing> makeDrawing(const DrawingRequest& request, std::stop_token stop = {});

}  // namespace foldmeter::viz
