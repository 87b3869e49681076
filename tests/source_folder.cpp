#include "tests/source_folder.h"

namespace napkin {

std::filesystem::path source_folder() {
  return NAPKIN_SOURCE_DIR;
}

}  // namespace napkin
