#include "kernels/row_layout.h"

namespace foldmeter::kernels {

void writeLayouts(ir::Attributes& attributes, const ir::Shape& rows, const std::vector<Layout>& layouts) {
    attributes.set("rows", rows);
    for (std::size_t result = 0; result < layouts.size(); ++result) attributes.set("layout" + std::to_string(result), layouts[result]);
}

ir::Shape rowsOf(const ir::Node& fused) { return fused.attributes.shape("rows"); }

Layout layoutOf(const ir::Node& fused, std::size_t result) { return fused.attributes.integers("layout" + std::to_string(result)); }

View storeView(const ir::Shape& shape, const Layout& layout) {
    View view;
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        if (layout[axis] < 0) {
            const bool continues = axis > 0 && layout[axis - 1] < 0;
            view.inner = view.inner * shape[axis];
            if (continues) {
                view.factors.back().extent = view.inner;
            } else {
                view.factors.push_back({shape[axis], variableIndex(Term::Variable::Inner)});
            }
        } else {
            view.factors.push_back({shape[axis], variableIndex(Term::Variable::Axis, static_cast<int>(layout[axis]))});
        }
    }
    std::erase_if(view.factors, [](const Factor& factor) { return factor.extent == ir::Dim(1); });
    return view;
}

}  // namespace foldmeter::kernels
