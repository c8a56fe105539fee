#include "gui/timeline/span_words.h"

#include <QCoreApplication>

#include <map>

namespace foldmeter::gui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(SpanWords)
};

}  // namespace

QString spanWords(const std::string& name) {
    const std::map<std::string, QString> words{
        {"seed", Words::tr("All that one seed takes: trunk, diffusion, confidence and scores.")},
        {"embed", Words::tr("The input embedded, once a seed.")},
        {"recycle", Words::tr("One pass through the trunk; each recycle starts from the last one's result.")},
        {"distogram", Words::tr("The distances between tokens, predicted once a seed.")},
        {"condition", Words::tr("What the denoiser needs and what no step changes, computed once a seed.")},
        {"step", Words::tr("One diffusion step: the denoiser runs once for all samples of the seed.")},
        {"confidence", Words::tr("pLDDT, PAE and the other confidences of one sample.")},
        {"score sample", Words::tr("The scores of one sample from its confidences.")},
        {"make files", Words::tr("The text of one sample's files.")},
        {"write seed", Words::tr("The files of a seed written.")},
        {"featurise seed", Words::tr("What the network reads of the input, with the conformers of this seed.")},
        {"conformers", Words::tr("Reference conformers of residues and ligands, embedded in space.")},
        {"read weights", Words::tr("The weight file mapped and checked.")},
        {"pack weights", Words::tr("Weights put in the order that the kernels read them in.")},
        {"read cache", Words::tr("Machine code looked for in the compile cache.")},
        {"read program", Words::tr("The lowered program looked for in the compile cache.")},
        {"generate code", Words::tr("Kernels compiled to machine code.")},
        {"compile program", Words::tr("A program made: from the cache, or traced, optimised and lowered.")},
        {"bind program", Words::tr("Sizes meet the program: memory laid out, library calls prepared.")},
        {"bind", Words::tr("Sizes meet the program: memory laid out, library calls prepared.")},
        {"wait for code", Words::tr("The prediction waits for a program that another thread makes.")},
        {"wait for weights", Words::tr("The prediction waits for weights that another thread reads.")},
        {"autotune", Words::tr("Candidates of a program's kernels timed with the real sizes.")},
        {"try candidates", Words::tr("The candidates of one kernel timed against each other; the times stand below.")}};
    const auto found = words.find(name);
    return found == words.end() ? QString() : found->second;
}

}  // namespace foldmeter::gui
