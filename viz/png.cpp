#include "viz/png.h"

#include "base/error.h"

#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGReader.h>
#include <vtkPNGWriter.h>

#include <cstring>
#include <system_error>

namespace foldmeter::viz {

void writePng(const Pixels& pixels, const std::filesystem::path& path) {
    vtkNew<vtkImageData> image;
    image->SetDimensions(pixels.width, pixels.height, 1);
    image->AllocateScalars(VTK_UNSIGNED_CHAR, 4);
    std::memcpy(image->GetScalarPointer(), pixels.rgba.data(), pixels.rgba.size());
    const std::filesystem::path part = path.string() + ".part";
    vtkNew<vtkPNGWriter> writer;
    writer->SetInputData(image);
    writer->SetFileName(part.c_str());
    writer->Write();
    std::error_code error;
    if (writer->GetErrorCode() == 0) std::filesystem::rename(part, path, error);
    if (writer->GetErrorCode() != 0 || error) throw InputError(path.string() + ": the picture cannot be written");
}

Pixels readPng(const std::filesystem::path& path) {
    vtkNew<vtkPNGReader> reader;
    if (!std::filesystem::exists(path) || !reader->CanReadFile(path.c_str())) throw InputError(path.string() + ": no PNG picture");
    reader->SetFileName(path.c_str());
    reader->Update();
    vtkImageData* image = reader->GetOutput();
    Pixels pixels{image->GetDimensions()[0], image->GetDimensions()[1], {}};
    const int components = image->GetNumberOfScalarComponents();
    for (int y = 0; y < pixels.height; ++y)
        for (int x = 0; x < pixels.width; ++x)
            for (int c = 0; c < 4; ++c)
                pixels.rgba.push_back(c < components ? static_cast<std::uint8_t>(image->GetScalarComponentAsDouble(x, y, 0, c)) : 255);
    return pixels;
}

}  // namespace foldmeter::viz
