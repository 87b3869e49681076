# The one place that decides how our code is compiled. Every target links napkin_options PRIVATE.

option(NAPKIN_WARNINGS_AS_ERRORS "Treat warnings as errors" OFF)
set(NAPKIN_SANITIZE "" CACHE STRING "Sanitizers, for example address,undefined")
option(NAPKIN_COVERAGE "Instrument for source-based coverage" OFF)
option(NAPKIN_FUZZ "Build the fuzz targets (clang)" OFF)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  message(FATAL_ERROR
    "g++ ${CMAKE_CXX_COMPILER_VERSION} miscompiles C++20 coroutines (GCC PR106188 and kin): "
    "simulated processes would silently lose state. Use clang 19 (cmake --preset release) or g++ 13 or newer.")
endif()

add_library(napkin_options INTERFACE)
target_compile_features(napkin_options INTERFACE cxx_std_20)
target_include_directories(napkin_options INTERFACE "${PROJECT_SOURCE_DIR}")

# Same seed, same bytes on every machine: no fused multiply-add, no fast-math, no tuning for this CPU.
target_compile_options(napkin_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wnull-dereference -Wdouble-promotion -Wformat=2 -Wextra-semi -Wimplicit-fallthrough
  -ffp-contract=off "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=")
if(NAPKIN_WARNINGS_AS_ERRORS)
  target_compile_options(napkin_options INTERFACE -Werror)
endif()
if(NAPKIN_SANITIZE)
  target_compile_options(napkin_options INTERFACE
    "-fsanitize=${NAPKIN_SANITIZE}" -fno-omit-frame-pointer -fno-sanitize-recover=all
    $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=function>)
  target_link_options(napkin_options INTERFACE "-fsanitize=${NAPKIN_SANITIZE}")
endif()
if(NAPKIN_COVERAGE)
  target_compile_options(napkin_options INTERFACE -fprofile-instr-generate -fcoverage-mapping)
  target_link_options(napkin_options INTERFACE -fprofile-instr-generate -fcoverage-mapping)
endif()
