#include "ir/row_layout.h"

namespace foldmeter::ir {

void writeLayouts(Attributes& attributes, const Shape& rows, const std::vector<Layout>& layouts) {
    attributes.set("rows", rows);
    for (std::size_t result = 0; result < layouts.size(); ++result) {
        attributes.set("shape" + std::to_string(result), layouts[result].shape);
        attributes.set("layout" + std::to_string(result), layouts[result].axes);
    }
}

Shape rowsOf(const Node& fused) { return fused.attributes.shape("rows"); }

Layout layoutOf(const Node& fused, std::size_t result) {
    const std::string number = std::to_string(result);
    return {fused.attributes.shape("shape" + number), fused.attributes.integers("layout" + number)};
}

View storeView(const Layout& layout) {
    const auto& [shape, axes] = layout;
    View view;
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        if (axes[axis] < 0) {
            const bool continues = axis > 0 && axes[axis - 1] < 0;
            view.inner = view.inner * shape[axis];
            if (continues) {
                view.factors.back().extent = view.inner;
            } else {
                view.factors.push_back({shape[axis], variableIndex(Term::Variable::Inner)});
            }
        } else {
            view.factors.push_back({shape[axis], variableIndex(Term::Variable::Axis, static_cast<int>(axes[axis]))});
        }
    }
    std::erase_if(view.factors, [](const Factor& factor) { return factor.extent == Dim(1); });
    return view;
}

}  // namespace foldmeter::ir
