// Work that takes time happens beside the window: it runs in Qt's pool of threads, its result comes back as a call in
// the window's thread, unless the receiver is gone by then. A failure comes back as its text.
#pragma once

#include "base/error.h"

#include <QCoreApplication>
#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <utility>

namespace foldmeter::app {

template <typename Value>
void inBackground(QObject* receiver, std::function<Value()> work, std::function<void(Value)> done, std::function<void(QString)> failed) {
    QPointer<QObject> there(receiver);
    QThreadPool::globalInstance()->start([=] {
        const auto tell = [&](std::function<void()> call) {
            QMetaObject::invokeMethod(QCoreApplication::instance(), [there, call = std::move(call)] { if (there) call(); }, Qt::QueuedConnection);
        };
        try {
            auto value = std::make_shared<Value>(work());
            tell([=] { done(std::move(*value)); });
        } catch (const std::exception& problem) {
            const QString text = QString::fromUtf8(problem.what());
            tell([=] { failed(text); });
        }
    });
}

}  // namespace foldmeter::app
