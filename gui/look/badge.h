// The badge that says what kind of weights a picture or number comes from. It stands on every page, picture and report
// made with the memorised demo model or with synthetic weights, and is empty for a model of the user's own.
#pragma once

#include <QLabel>
#include <QString>

class QImage;

namespace foldmeter::look {

enum class ModelKind { Own, Memorised, Synthetic };

// By the model's name as the timing file and the model's JSON give it: "foldmeter-demo", "synthetic-af3" ...
ModelKind modelKind(const QString& modelName);
QString badgeText(ModelKind kind);        // empty for Own
QString badgeExplanation(ModelKind kind);

// Puts the badge into the lower right corner of a picture, in letters of `height` pixels. Own leaves it as it is.
void stamp(QImage& picture, ModelKind kind, int height);

class ModelBadge : public QLabel {
    Q_OBJECT

public:
    explicit ModelBadge(QWidget* parent = nullptr);
    void setKind(ModelKind kind);
    ModelKind kind() const { return m_kind; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ModelKind m_kind = ModelKind::Own;
};

}  // namespace foldmeter::look
