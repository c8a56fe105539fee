// The drawn world: structures as actors, light, camera. It lives in one vtkRenderer, which is put into a window's render
// window or into one without a window. Not for several threads; drawings, which take time, come in ready-made.
#pragma once

#include "viz/colours.h"
#include "viz/display.h"
#include "viz/drawing.h"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

class vtkRenderer;

namespace foldmeter::viz {

class Scene {
public:
    Scene();
    ~Scene();
    Scene(const Scene&) = delete;
    Scene& operator=(const Scene&) = delete;

    vtkRenderer* renderer() const;

    // What is shown; `drawings` are beside `structures`, null where not ready yet (then nothing of it is seen).
    void setStructures(std::vector<ShownStructure> structures);
    void setDrawing(std::size_t structure, std::shared_ptr<const Drawing> drawing);
    const std::vector<ShownStructure>& structures() const;
    const Drawing* drawing(std::size_t structure) const;

    void setColouring(Colouring colouring);
    const Colouring& colouring() const;
    void setSelection(Selection selection);
    const Selection& selection() const;
    void setLook(const Look& look);
    const Look& look() const;
    void setLinks(std::vector<DrawnLink> links);
    // Atoms of a structure that is being made, each a small ball, chains joined by lines: one position a row of `layout`,
    // 3 numbers each. An empty span ends it.
    void setLive(std::shared_ptr<const structure::Structure> layout, std::span<const float> positions);
    bool live() const;

    // Coarse meshes and no more than they need, for as long as the view moves.
    void setTurning(bool turning);
    // For stills, which darken and fade in their own way: baked occlusion and depth cue off.
    void setBare(bool bare);

    // Camera. Angles in degrees, shifts in shares of the view's height.
    void resetCamera();                      // everything in view, the broad side of the structure to the front
    void lookAt(const Selection& selection); // its atoms in view; the whole when empty
    void centre(const std::vector<Picked>& atoms);   // in the middle, with some room around
    void turn(double right, double up);
    void roll(double angle);
    void shift(double right, double up);
    void zoom(double factor);
    struct View {
        std::array<double, 3> position, focus, up;
        double angle = 30, scale = 1;        // vertical, degrees; half the height in A, for parallel projection
        bool parallel = false;
        std::array<double, 2> centre{0, 0};  // the picture's middle, moved by half pictures
    };
    View view() const;
    void setView(const View& view);
    // Clipping planes and depth cue for the present camera; the planes' distances, A. Before every frame.
    std::array<double, 2> prepareFrame();
    std::pair<structure::Point, double> extent() const;   // middle and radius of all that is shown

    // What is drawn at a place of the view, (0, 0) bottom left to (1, 1); `aspect` = width / height.
    std::optional<Picked> pick(double x, double y, double aspect) const;
    // Where an atom stands in the view, same measure; depth > 0 in front of the camera.
    std::array<double, 3> project(const Picked& atom, double aspect) const;
    structure::Point positionOf(const Picked& atom) const;   // as drawn

    std::size_t triangles() const;           // of the meshes in use
private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace foldmeter::viz
