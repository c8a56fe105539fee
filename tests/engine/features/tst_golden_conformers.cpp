// Own conformers against AlphaFold 3's: the same atoms in the same order, the same bond lengths, the same hands. Positions
// differ, as those of two versions of RDKit do.
#include "golden.h"

#include <map>
#include <set>

using namespace foldmeter;
using namespace foldmeter::features;
using namespace foldmeter::test;

namespace {

using Vector = std::array<double, 3>;

Vector at(const Tensor& positions, const LayoutAtom& atom) {
    const auto values = positions.as<float>();
    const std::size_t from = (static_cast<std::size_t>(atom.token) * 24 + static_cast<std::size_t>(atom.slot)) * 3;
    return {double(values[from]), double(values[from + 1]), double(values[from + 2])};
}
Vector minus(const Vector& a, const Vector& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }
double lengthOf(const Vector& a) { return std::sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]); }
double volume(const Vector& a, const Vector& b, const Vector& c) {
    return a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
}

// Bonds of the dictionary within the residues of a job, as pairs of its atoms.
std::vector<std::pair<int, int>> bondsOf(const Batch& batch, const structure::ComponentDictionary& components) {
    std::map<std::pair<std::string, int>, std::map<std::string, int>> residues;
    for (std::size_t i = 0; i < batch.atoms.size(); ++i)
        if (batch.atoms[i].slot >= 0) residues[{batch.atoms[i].chainId, batch.atoms[i].residueId}][batch.atoms[i].atomName] = static_cast<int>(i);
    std::vector<std::pair<int, int>> bonds;
    for (const auto& [place, atoms] : residues) {
        const auto component = components.find(batch.atoms[static_cast<std::size_t>(atoms.begin()->second)].residueName);
        for (const structure::ComponentBond& bond : component->bonds) {
            const auto first = atoms.find(component->atoms[static_cast<std::size_t>(bond.first)].name), second = atoms.find(component->atoms[static_cast<std::size_t>(bond.second)].name);
            if (first != atoms.end() && second != atoms.end()) bonds.emplace_back(first->second, second->second);
        }
    }
    return bonds;
}

}  // namespace

class tst_golden_conformers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void likeTheReference_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"a", "b", "c", "d", "g", "h"}) QTest::newRow(name) << name;
    }
    void likeTheReference() {
        QFETCH(QString, name);
        const std::string folder = name.toStdString();
        const TensorMap golden = readGolden(folder + "/batch");
        const BatchBuilder builder(readGoldenInput(folder + "/input.json"), structure::ComponentDictionary::bundled(), {.strictAlphafold3 = true});
        std::vector<Batch> own;
        for (const std::uint32_t seed : {1u, 7u, 3u, 4u, 5u}) own.push_back(builder.build(seed));
        for (const char* same : {"ref_mask", "ref_element", "ref_charge", "ref_atom_name_chars", "ref_space_uid"}) {
            const std::string wrong = difference(own[0].at(same), golden.at(same));
            QVERIFY2(wrong.empty(), (std::string(same) + ": " + wrong).c_str());
        }
        const std::vector<LayoutAtom>& atoms = own[0].atoms;
        const auto bonds = bondsOf(own[0], *builder.components());
        const Tensor* references[] = {&golden.at("ref_pos"), &golden.at("seed7/ref_pos")};
        double worst = 0, sum = 0;
        std::map<int, std::vector<int>> neighbours;
        for (const auto& [a, b] : bonds) {
            const LayoutAtom &first = atoms[static_cast<std::size_t>(a)], &second = atoms[static_cast<std::size_t>(b)];
            for (std::size_t k = 0; k < 2; ++k) {
                const double theirs = lengthOf(minus(at(*references[k], first), at(*references[k], second)));
                const double ours = lengthOf(minus(at(own[k].at("ref_pos"), first), at(own[k].at("ref_pos"), second)));
                worst = std::max(worst, std::abs(ours - theirs));
                sum += std::abs(ours - theirs);
            }
            neighbours[a].push_back(b);
            neighbours[b].push_back(a);
        }
        QVERIFY(!bonds.empty());
        // Hands: of carbon atoms with three and more neighbours that are not flat, and that all our conformers agree on
        // (where the molecule leaves the hand open, they do not).
        int hands = 0;
        for (const auto& [centre, around] : neighbours) {
            if (around.size() < 3 || atoms[static_cast<std::size_t>(centre)].element != "C") continue;
            const auto hand = [&](const Tensor& positions) {
                const auto place = [&](int i) { return at(positions, atoms[static_cast<std::size_t>(i)]); };
                const Vector middle = place(centre);
                return volume(minus(place(around[0]), middle), minus(place(around[1]), middle), minus(place(around[2]), middle));
            };
            constexpr double flat = 1.0;   // cubic Angstrom
            const double first = hand(own[0].at("ref_pos"));
            const bool open = std::any_of(own.begin(), own.end(), [&](const Batch& batch) { return hand(batch.at("ref_pos")) * first < 0 || std::abs(hand(batch.at("ref_pos"))) < flat; });
            if (open) continue;
            ++hands;
            for (const Tensor* reference : references)
                QVERIFY2(hand(*reference) * first > 0, (atoms[static_cast<std::size_t>(centre)].residueName + " " + atoms[static_cast<std::size_t>(centre)].atomName).c_str());
        }
        qInfo("%zu bonds, difference of a length: mean %.3f, largest %.3f A; %d hands", bonds.size(), sum / (2.0 * double(bonds.size())), worst, hands);
        QVERIFY(sum / (2.0 * double(bonds.size())) < 0.03);
        QVERIFY(worst < 0.2);
        QVERIFY(hands >= 10);
    }
};

FOLDMETER_TEST(tst_golden_conformers)
#include "tst_golden_conformers.moc"
