// The small picture of a run: whoever can draw structures writes it into the run's folder under this name.
#pragma once

namespace foldmeter::history {

inline constexpr const char* thumbnailFile = "foldmeter-thumbnail.png";

}  // namespace foldmeter::history
