// foldmeter-workbench --export FILE RUN: the structure of a run's best sample as a picture, without a window.
#pragma once

#include <QSize>

#include <filesystem>
#include <string>

namespace foldmeter::app {

struct PictureWish {
    QSize size{1600, 1200};
    bool transparent = false;
};

// `run`: a number or name of the history, or a folder. InputError: the ending is none we make, or there is no such run;
// DeviceError: GL cannot be had here.
void exportPicture(const std::filesystem::path& file, const std::string& run, const PictureWish& wish = {});

}  // namespace foldmeter::app
