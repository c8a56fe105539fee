// The component dictionary and its search index for the forms, opened beside the event loop when first asked for.
#pragma once

#include "structure/component_search.h"
#include "structure/components.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <mutex>

namespace foldmeter::job {

class ComponentLibrary : public QObject {
    Q_OBJECT

public:
    explicit ComponentLibrary(QObject* parent = nullptr);
    ~ComponentLibrary() override;

    // From any thread; opens the file on the first call, some milliseconds. InputError when it is absent or damaged.
    std::shared_ptr<const structure::ComponentDictionary> dictionary() const;
    // nullptr where the dictionary has none of that code or cannot be opened.
    std::shared_ptr<const structure::Component> component(const std::string& code) const;
    // Starts to build the index where that has not been done; indexReady() or failed() follows.
    void requestIndex();
    std::shared_ptr<const structure::ComponentSearch> index() const { return m_index; }   // nullptr until then

Q_SIGNALS:
    void indexReady();
    void failed(const QString& reason);

private:
    mutable std::mutex m_mutex;
    mutable std::shared_ptr<const structure::ComponentDictionary> m_dictionary;
    std::shared_ptr<const structure::ComponentSearch> m_index;
    bool m_requested = false;
    QThreadPool m_pool;
};

}  // namespace foldmeter::job
