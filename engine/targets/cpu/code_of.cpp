#include "targets/cpu/cpu_target.h"

namespace foldmeter::cpu {

Schedule codeOf(const Schedule& schedule) {
    Schedule code;
    if (schedule.matmul == Schedule::Matmul::Library) code.matmul = Schedule::Matmul::Library;
    return code;
}

}  // namespace foldmeter::cpu
