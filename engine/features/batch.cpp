#include "features/batch.h"

#include "base/error.h"

namespace foldmeter::features {

const Tensor& Batch::at(const std::string& name) const {
    const auto found = arrays.find(name);
    check(found != arrays.end(), "the batch has no array " + name);
    return found->second;
}

}  // namespace foldmeter::features
