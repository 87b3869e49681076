# Writes the shipped scenarios into a C++ source, so that the program carries them wherever it goes:
#   cmake -D scenarios=FOLDER -D output=FILE.cpp -P embed_scenarios.cmake
file(GLOB_RECURSE files RELATIVE "${scenarios}" "${scenarios}/*.yaml")
list(SORT files)
file(WRITE "${output}.new" "// Made by embed_scenarios.cmake from the folder scenarios.
#include \"cli/shipped_scenarios.h\"

namespace napkin::cli {

const std::vector<ShippedScenario>& shipped_scenarios() {
  static const std::vector<ShippedScenario> kAll = {
")
foreach(path IN LISTS files)
  file(READ "${scenarios}/${path}" text)
  string(REGEX REPLACE "\\.yaml$" "" name "${path}")
  file(APPEND "${output}.new" "{\"${name}\", R\"yaml(${text})yaml\"},\n")
endforeach()
file(APPEND "${output}.new" "  };
  return kAll;
}

}  // namespace napkin::cli
")
file(COPY_FILE "${output}.new" "${output}" ONLY_IF_DIFFERENT)
