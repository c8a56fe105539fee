#include "gui/app/structure_commands.h"

#include "base/error.h"
#include "gui/app/contacts_pane.h"
#include "gui/app/export_dialog.h"
#include "gui/app/structure_export.h"
#include "gui/app/structure_pane.h"
#include "gui/app/superposition_pane.h"

#include <QAction>
#include <QFileDialog>

#include <algorithm>
#include <functional>
#include <set>

namespace foldmeter::app {
namespace {

using commands::Command;
using commands::SelectedSample;
using structure::FitBy;
using viz::Representation;

constexpr int kSpinPictures = 120;

QString noStructure() { return StructurePane::tr("no structure is shown"); }

// The lists may be gone with their docks while the commands are still asked.
std::vector<int> chosenMeasurements(const StructurePane& pane) { return pane.contacts() ? pane.contacts()->chosenMeasurements() : std::vector<int>(); }
std::vector<SelectedSample> chosenSamples(const StructurePane& pane) { return pane.superposition() ? pane.superposition()->chosen() : std::vector<SelectedSample>(); }

struct Added {
    StructurePane& pane;
    commands::CommandRegistry& registry;

    Command make(const char* id, const QString& title, const char* keys = "") const {
        Command command;
        command.id = QStringLiteral("structure.") + QString::fromLatin1(id);
        command.subject = StructurePane::tr("Structure");
        command.title = title;
        command.shortcut = QKeySequence(QString::fromLatin1(keys));
        command.whyNot = [&p = pane] { return p.hasStructure() ? QString() : noStructure(); };
        return command;
    }
    QAction* add(Command command) const { return registry.add(std::move(command), &pane); }
    // A change of what was chosen. `holds`: set for switches; `whyNot`: beside there being a structure.
    QAction* choose(Command command, std::function<void(StructureChoices&)> alter, std::function<bool()> holds = {}, std::function<QString()> whyNot = {}) const {
        command.change = [&p = pane, title = command.title, alter] {
            StructureChoices after = p.choices();
            alter(after);
            return p.change(title, after);
        };
        command.checked = std::move(holds);
        if (whyNot) command.whyNot = [&p = pane, whyNot] { return p.hasStructure() ? whyNot() : noStructure(); };
        return add(std::move(command));
    }
};

void addRepresentations(const Added& to) {
    const struct {
        const char* id;
        QString title;
        Representation value;
    } rows[] = {{"as.cartoon", StructurePane::tr("Cartoon"), Representation::Cartoon},
                {"as.ball_and_stick", StructurePane::tr("Ball and stick"), Representation::BallAndStick},
                {"as.sticks", StructurePane::tr("Sticks"), Representation::Sticks},
                {"as.spheres", StructurePane::tr("Spheres"), Representation::Spheres},
                {"as.surface", StructurePane::tr("Surface (solvent excluded)"), Representation::Surface},
                {"as.gaussian_surface", StructurePane::tr("Surface (Gaussian)"), Representation::GaussianSurface}};
    viz::StructureWidget* view = to.pane.view();
    for (const auto& row : rows) {
        Command command = to.make(row.id, row.title);
        command.checked = [view, value = row.value] { return view->representation() == value; };
        command.change = [view, value = row.value, title = row.title]() -> QUndoCommand* {
            const Representation before = view->representation();
            if (before == value) return nullptr;
            return commands::changeOf<Representation>(title, before, value, [view](const Representation& r) { view->setRepresentation(r); });
        };
        to.add(std::move(command));
    }
}

void addColours(const Added& to) {
    const struct {
        const char* id;
        QString title;
        ColourMode mode;
    } rows[] = {{"colour.plddt", StructurePane::tr("Colour by pLDDT"), ColourMode::Plddt},
                {"colour.chain", StructurePane::tr("Colour by chain"), ColourMode::Chain},
                {"colour.entity", StructurePane::tr("Colour by entity"), ColourMode::Entity},
                {"colour.element", StructurePane::tr("Colour by element"), ColourMode::Element},
                {"colour.residue_type", StructurePane::tr("Colour by residue type"), ColourMode::ResidueType},
                {"colour.rainbow", StructurePane::tr("Colour as rainbow"), ColourMode::Rainbow},
                {"colour.secondary_structure", StructurePane::tr("Colour by secondary structure"), ColourMode::SecondaryStructure},
                {"colour.hydrophobicity", StructurePane::tr("Colour by hydrophobicity"), ColourMode::Hydrophobicity},
                {"colour.chain_pairs", StructurePane::tr("Colour by ipTM with the picked chain"), ColourMode::ChainPairs},
                {"colour.pae", StructurePane::tr("Colour by PAE to the picked residue"), ColourMode::Pae},
                {"colour.difference", StructurePane::tr("Colour by difference to another sample"), ColourMode::Difference},
                {"colour.deviation", StructurePane::tr("Colour by deviation from the reference"), ColourMode::Deviation}};
    StructurePane& pane = to.pane;
    for (const auto& row : rows)
        to.choose(to.make(row.id, row.title), [mode = row.mode](StructureChoices& c) { c.colour = mode; }, [&pane, mode = row.mode] { return pane.choices().colour == mode; },
                  [&pane, mode = row.mode] { return pane.whyNot(mode); });
}

void addLights(const Added& to) {
    const struct {
        const char* id;
        QString title;
        bool viz::Look::*part;
    } rows[] = {{"look.occlusion", StructurePane::tr("Ambient occlusion"), &viz::Look::occlusion},
                {"look.shadows", StructurePane::tr("Shadows"), &viz::Look::shadows},
                {"look.outlines", StructurePane::tr("Outlines"), &viz::Look::outlines},
                {"look.depth_cue", StructurePane::tr("Depth cue"), &viz::Look::depthCue},
                {"look.perspective", StructurePane::tr("Perspective"), &viz::Look::perspective}};
    viz::StructureWidget* view = to.pane.view();
    for (const auto& row : rows) {
        Command command = to.make(row.id, row.title);
        command.whyNot = {};
        command.checked = [view, part = row.part] { return view->look().*part; };
        command.change = [view, part = row.part, title = row.title] {
            const bool on = view->look().*part;
            return commands::changeOf<bool>(title, on, !on, [view, part](const bool& value) {
                viz::Look look = view->look();
                look.*part = value;
                view->setLook(look);
            });
        };
        to.add(std::move(command));
    }
}

void addMeasuring(const Added& to) {
    const struct {
        const char* id;
        QString title;
        int atoms;
        const char* keys;
    } rows[] = {{"measure.distance", StructurePane::tr("Measure a distance"), 2, "Ctrl+D"},
                {"measure.angle", StructurePane::tr("Measure an angle"), 3, ""},
                {"measure.dihedral", StructurePane::tr("Measure a dihedral angle"), 4, ""}};
    StructurePane& pane = to.pane;
    viz::StructureWidget* view = pane.view();
    for (const auto& row : rows) {
        Command command = to.make(row.id, row.title, row.keys);
        command.explanation = StructurePane::tr("Then click %1 atoms; once more ends it.").arg(row.atoms);
        command.checked = [view, atoms = row.atoms] { return view->measuring() == atoms; };
        command.change = [view, atoms = row.atoms, title = row.title] {
            const int before = view->measuring();
            return commands::changeOf<int>(title, before, before == atoms ? 0 : atoms, [view](const int& n) { view->setMeasuring(n); });
        };
        QAction* action = to.add(std::move(command));
        action->setIconText(row.atoms == 2 ? StructurePane::tr("distance") : row.atoms == 3 ? StructurePane::tr("angle") : StructurePane::tr("dihedral"));
        pane.contacts()->addMeasuring(action);
    }
    Command remove = to.make("measure.remove", StructurePane::tr("Remove the chosen measurement"));
    remove.whyNot = [&pane] { return chosenMeasurements(pane).empty() ? StructurePane::tr("no measurement is chosen in the list") : QString(); };
    remove.change = [&pane, title = remove.title] {
        std::vector<viz::Measurement> after = pane.view()->measurements();
        const std::vector<int> chosen = chosenMeasurements(pane);
        for (auto row = chosen.rbegin(); row != chosen.rend(); ++row) after.erase(after.begin() + *row);
        return pane.measured(title, after);
    };
    QAction* action = to.add(std::move(remove));
    action->setIconText(StructurePane::tr("remove"));
    pane.contacts()->addMeasuring(action);
    Command clear = to.make("measure.clear", StructurePane::tr("Remove the measurements"));
    clear.whyNot = [view] { return view->measurements().empty() ? StructurePane::tr("nothing was measured") : QString(); };
    clear.change = [&pane, title = clear.title] { return pane.measured(title, {}); };
    to.add(std::move(clear));
}

void addContacts(const Added& to) {
    const struct {
        const char* id;
        QString title, word;
        bool StructureChoices::*part;
    } rows[] = {{"contacts.contacts", StructurePane::tr("Contacts"), StructurePane::tr("contacts"), &StructureChoices::contacts},
                {"contacts.hydrogen_bonds", StructurePane::tr("Hydrogen bonds"), StructurePane::tr("hydrogen bonds"), &StructureChoices::hydrogenBonds},
                {"contacts.clashes", StructurePane::tr("Clashes"), StructurePane::tr("clashes"), &StructureChoices::clashes}};
    StructurePane& pane = to.pane;
    for (const auto& row : rows) {
        QAction* action = to.choose(to.make(row.id, row.title), [part = row.part](StructureChoices& c) { c.*part = !(c.*part); }, [&pane, part = row.part] { return pane.choices().*part; });
        action->setIconText(row.word);
        pane.contacts()->addSwitch(action);
    }
}

std::vector<SelectedSample> others(const StructurePane& pane, bool bestOfSeeds) {
    std::vector<SelectedSample> wanted;
    std::set<std::uint32_t> seeds;
    for (const SelectedSample& sample : pane.samples())   // best first
        if ((!bestOfSeeds || seeds.insert(sample.seed).second) && sample != pane.shownSample()) wanted.push_back(sample);
    std::sort(wanted.begin(), wanted.end());
    return wanted;
}

void addOverlays(const Added& to) {
    StructurePane& pane = to.pane;
    const auto addAll = [&](const char* id, const QString& title, const QString& word, bool seeds) {
        const auto why = [&pane, seeds] { return !others(pane, seeds).empty() ? QString() : seeds ? StructurePane::tr("there is no other seed") : StructurePane::tr("there is no other sample"); };
        const auto holds = [&pane, seeds] { return !pane.choices().overlaid.empty() && pane.choices().overlaid == others(pane, seeds); };
        QAction* action = to.choose(to.make(id, title), [&pane, seeds, holds](StructureChoices& c) { c.overlaid = holds() ? std::vector<SelectedSample>{} : others(pane, seeds); }, holds, why);
        action->setIconText(word);
        pane.superposition()->addButton(action);
    };
    addAll("overlay.samples", StructurePane::tr("Lay all samples over the shown one"), StructurePane::tr("all"), false);
    addAll("overlay.seeds", StructurePane::tr("Lay the best sample of every seed over the shown one"), StructurePane::tr("seeds"), true);
    QAction* chosen = to.choose(to.make("overlay.chosen", StructurePane::tr("Lay the samples chosen in the table over the shown one, or take them away")),
        [&pane](StructureChoices& c) {
            for (const SelectedSample& sample : chosenSamples(pane)) {
                const auto at = std::lower_bound(c.overlaid.begin(), c.overlaid.end(), sample);
                if (at != c.overlaid.end() && *at == sample) c.overlaid.erase(at);
                else c.overlaid.insert(at, sample);
            }
        }, {}, [&pane] { return chosenSamples(pane).empty() ? StructurePane::tr("no sample is chosen in the table of the superposition") : QString(); });
    chosen->setIconText(StructurePane::tr("chosen"));
    pane.superposition()->addButton(chosen);
    QAction* none = to.choose(to.make("overlay.none", StructurePane::tr("Show one sample only")), [](StructureChoices& c) { c.overlaid.clear(); }, {},
                              [&pane] { return pane.choices().overlaid.empty() ? StructurePane::tr("nothing lies over the shown sample") : QString(); });
    none->setIconText(StructurePane::tr("none"));
    pane.superposition()->addButton(none);
}

std::string chainToFit(const StructurePane& pane) {
    const commands::Selection& selection = pane.selection().selection();
    const std::string wanted = !selection.chains.empty() ? selection.chains.front() : !selection.residues.empty() ? selection.residues.front().chain : std::string();
    const auto& chains = pane.structure()->chains;
    const bool there = std::any_of(chains.begin(), chains.end(), [&](const structure::StructureChain& chain) { return chain.id == wanted; });
    return there ? wanted : chains.front().id;
}

void addSuperposing(const Added& to) {
    StructurePane& pane = to.pane;
    const auto fits = [&pane](FitBy by) { return [&pane, by] { return pane.choices().fitBy == by; }; };
    to.choose(to.make("superpose.all", StructurePane::tr("Superpose by all chains together")), [](StructureChoices& c) { c.fitBy = FitBy::All; }, fits(FitBy::All));
    to.choose(to.make("superpose.chain", StructurePane::tr("Superpose by one chain: the selected or the first")), [&pane](StructureChoices& c) {
        c.fitBy = FitBy::OneChain;
        c.chain = chainToFit(pane);
    }, fits(FitBy::OneChain));
    to.choose(to.make("superpose.each_chain", StructurePane::tr("Superpose each chain by itself")), [](StructureChoices& c) { c.fitBy = FitBy::EachChain; }, fits(FitBy::EachChain));
    to.choose(to.make("superpose.onto_shown", StructurePane::tr("Superpose onto the shown sample")), [](StructureChoices& c) { c.onto.reset(); }, [&pane] { return !pane.choices().onto; });
    to.choose(to.make("superpose.onto_chosen", StructurePane::tr("Superpose onto the sample chosen in the table")), [&pane](StructureChoices& c) { c.onto = chosenSamples(pane).front(); }, {},
              [&pane] { return chosenSamples(pane).empty() ? StructurePane::tr("no sample is chosen in the table of the superposition") : QString(); });
}

void addReference(const Added& to) {
    StructurePane& pane = to.pane;
    Command load = to.make("reference.load", StructurePane::tr("Load a reference structure…"));
    load.explanation = StructurePane::tr("An mmCIF or PDB file; it may be dropped on the structure too.");
    load.run = [&pane] {
        auto* dialog = new QFileDialog(&pane, StructurePane::tr("Load a reference structure"), QString(), StructurePane::tr("Structures (*.cif *.mmcif *.pdb *.ent *.cif.zst)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        QObject::connect(dialog, &QFileDialog::fileSelected, &pane, [&pane](const QString& file) { pane.loadReference(file.toStdString()); });
        dialog->open();
    };
    QAction* action = to.add(std::move(load));
    action->setIconText(StructurePane::tr("reference…"));
    pane.superposition()->addButton(action);
    to.choose(to.make("reference.remove", StructurePane::tr("Remove the reference structure")), [](StructureChoices& c) {
        c.reference.reset();
        if (c.colour == ColourMode::Deviation) c.colour = ColourMode::Plddt;
    }, {}, [&pane] { return pane.choices().reference ? QString() : StructurePane::tr("no reference structure was loaded"); });
}

void addView(const Added& to) {
    StructurePane& pane = to.pane;
    viz::StructureWidget* view = pane.view();
    Command reset = to.make("view.whole", StructurePane::tr("Show all of it"), "Ctrl+Home");
    reset.run = [view] { view->resetCamera(); };
    to.add(std::move(reset));
    Command look = to.make("view.selection", StructurePane::tr("Look at the selection"), "Ctrl+E");
    look.run = [view] { view->lookAtSelection(); };
    look.whyNot = [&pane, view] { return !pane.hasStructure() ? noStructure() : view->selection().empty() ? StructurePane::tr("nothing is selected") : QString(); };
    to.add(std::move(look));
    Command spin = to.make("view.spin", StructurePane::tr("Spin"));
    spin.checked = [view] { return view->spinning(); };
    spin.change = [view, title = spin.title] { return commands::changeOf<bool>(title, view->spinning(), !view->spinning(), [view](const bool& on) { view->setSpinning(on); }); };
    to.add(std::move(spin));
}

void addReplay(const Added& to) {
    StructurePane& pane = to.pane;
    ReplayBar* replay = pane.replay();
    const auto why = [replay] { return replay->trajectory() ? QString() : StructurePane::tr("the diffusion steps of this sample were not kept: predict with --save-trajectory, or watch the run in this window"); };
    Command play = to.make("replay.play", StructurePane::tr("Play the diffusion"));
    play.checked = [replay] { return replay->playing(); };
    play.whyNot = why;
    play.run = [replay] { replay->setPlaying(!replay->playing()); };
    to.add(std::move(play));
    const auto addStep = [&](const char* id, const QString& title, const char* keys, int by) {
        Command command = to.make(id, title, keys);
        command.whyNot = [why, replay, by] {
            if (const QString text = why(); !text.isEmpty()) return text;
            if (by < 0) return replay->place() > 0 ? QString() : StructurePane::tr("this is the first step");
            return replay->place() < replay->steps() ? QString() : StructurePane::tr("this is the finished sample");
        };
        command.run = [&pane, replay, by] {
            replay->setPlaying(false);
            replay->setPlace(replay->place() + by);
        };
        to.add(std::move(command));
    };
    addStep("replay.back", StructurePane::tr("One diffusion step back"), "Ctrl+Alt+Left", -1);
    addStep("replay.forward", StructurePane::tr("One diffusion step forward"), "Ctrl+Alt+Right", 1);
}

// Asks for size and name, then begins.
void orderPictures(StructurePane& pane, ExportDialog::What what, int pictures, std::function<void(const QString& target, const PictureForm& form)> begin) {
    PictureForm form;
    form.size = pane.view()->size() * 2;
    form.pictures = pictures;
    auto* dialog = new ExportDialog(what, form, pane.view()->size(), &pane);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &ExportDialog::chosen, &pane, [&pane, what, begin](const PictureForm& chosen) {
        const bool film = what != ExportDialog::What::Picture;
        const QString target = film ? QFileDialog::getSaveFileName(&pane, StructurePane::tr("A folder for the pictures of the film"), StructurePane::tr("film"), QString())
                                    : QFileDialog::getSaveFileName(&pane, StructurePane::tr("Export a picture"), QString(), StructurePane::tr("PNG pictures (*.png)"));
        if (!target.isEmpty()) begin(target, chosen);
    });
    dialog->open();
}

// What cannot be written says so in the pane.
std::function<void(const QString&, const PictureForm&)> saying(StructurePane& pane, std::function<void(const QString&, const PictureForm&)> work) {
    return [&pane, work](const QString& target, const PictureForm& form) {
        try {
            work(target, form);
        } catch (const Error& problem) {
            pane.say(QString::fromUtf8(problem.what()));
        }
    };
}

void addPictures(const Added& to) {
    StructurePane& pane = to.pane;
    StructureExport* exporter = pane.exporter();
    const auto busy = [&pane, exporter] { return !pane.hasStructure() ? noStructure() : exporter->running() ? StructurePane::tr("pictures are being made already") : QString(); };
    Command picture = to.make("export.picture", StructurePane::tr("Export a picture…"), "Ctrl+Shift+E");
    picture.icon = QStringLiteral("export");
    picture.whyNot = busy;
    picture.run = [&pane, exporter] {
        orderPictures(pane, ExportDialog::What::Picture, 1, saying(pane, [exporter](const QString& file, const PictureForm& form) { exporter->writePicture(file.toStdString(), form); }));
    };
    to.add(std::move(picture));
    Command spin = to.make("export.spin", StructurePane::tr("Export a spinning film as pictures…"));
    spin.whyNot = busy;
    spin.run = [&pane, exporter] {
        orderPictures(pane, ExportDialog::What::Spin, kSpinPictures, saying(pane, [exporter](const QString& folder, const PictureForm& form) { exporter->writeSpin(folder.toStdString(), form); }));
    };
    to.add(std::move(spin));
    ReplayBar* replay = pane.replay();
    Command diffusion = to.make("export.diffusion", StructurePane::tr("Export the diffusion as a film of pictures…"));
    diffusion.whyNot = [busy, replay] { return !busy().isEmpty() ? busy() : replay->trajectory() ? QString() : StructurePane::tr("the diffusion steps of this sample were not kept"); };
    diffusion.run = [&pane, exporter, replay] {
        orderPictures(pane, ExportDialog::What::Diffusion, replay->steps() + 1, saying(pane, [exporter, replay](const QString& folder, const PictureForm& form) {
            exporter->writeFilm(folder.toStdString(), form, [replay](int place) { replay->setPlace(place); });
        }));
    };
    to.add(std::move(diffusion));
    Command cancel = to.make("export.cancel", StructurePane::tr("Stop making pictures"));
    cancel.whyNot = [exporter] { return exporter->running() ? QString() : StructurePane::tr("no pictures are being made"); };
    cancel.run = [exporter] { exporter->cancel(); };
    to.add(std::move(cancel));
}

void addFiles(const Added& to) {
    const struct {
        const char* id;
        QString title, filter;
        const char* ending;
        void (StructureExport::*write)(const std::filesystem::path&);
    } rows[] = {{"export.gltf", StructurePane::tr("Export the scene as glTF…"), StructurePane::tr("glTF scenes (*.gltf)"), "gltf", &StructureExport::writeGltf},
                {"export.mmcif", StructurePane::tr("Export what is shown as mmCIF…"), StructurePane::tr("mmCIF files (*.cif)"), "cif", &StructureExport::writeMmcif},
                {"export.pdb", StructurePane::tr("Export what is shown as PDB…"), StructurePane::tr("PDB files (*.pdb)"), "pdb", &StructureExport::writePdb}};
    StructurePane& pane = to.pane;
    for (const auto& row : rows) {
        Command command = to.make(row.id, row.title);
        command.run = [&pane, title = row.title, filter = row.filter, ending = QString::fromLatin1(row.ending), write = row.write] {
            auto* dialog = new QFileDialog(&pane, title, QString(), filter);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            dialog->setAcceptMode(QFileDialog::AcceptSave);
            dialog->setDefaultSuffix(ending);
            QObject::connect(dialog, &QFileDialog::fileSelected, &pane, [&pane, write](const QString& file) {
                saying(pane, [&pane, write](const QString& target, const PictureForm&) { (pane.exporter()->*write)(target.toStdString()); })(file, {});
            });
            dialog->open();
        };
        to.add(std::move(command));
    }
}

}  // namespace

void addStructureCommands(StructurePane& pane, commands::CommandRegistry& registry) {
    const Added to{pane, registry};
    addRepresentations(to);
    addColours(to);
    addLights(to);
    addMeasuring(to);
    addContacts(to);
    addOverlays(to);
    addSuperposing(to);
    addReference(to);
    addView(to);
    addReplay(to);
    addPictures(to);
    addFiles(to);
}

}  // namespace foldmeter::app
