# The one place that decides how our code is compiled. Every target links napkin_options PRIVATE.

option(NAPKIN_WARNINGS_AS_ERRORS "Treat warnings as errors" OFF)
set(NAPKIN_SANITIZE "" CACHE STRING "Sanitizers, for example address,undefined")
option(NAPKIN_COVERAGE "Instrument for source-based coverage" OFF)
option(NAPKIN_FUZZ "Build the fuzz targets (clang)" OFF)
option(NAPKIN_VERIFY_HEADERS "Compile every header on its own, to show that it includes what it uses" OFF)

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

# Speed of the build only, never its result: a faster linker, and a compiler cache if one is here.
find_program(NAPKIN_LLD NAMES ld.lld-19 DOC "The linker of LLVM 19")
mark_as_advanced(NAPKIN_LLD)
if(NAPKIN_LLD AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_link_options(napkin_options INTERFACE "--ld-path=${NAPKIN_LLD}")
endif()

find_program(NAPKIN_CCACHE NAMES ccache DOC "A compiler cache")
mark_as_advanced(NAPKIN_CCACHE)
if(NAPKIN_CCACHE AND PROJECT_IS_TOP_LEVEL)
  # Builds of several presets share what they compile alike, although each has a folder of its own.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND};-E;env;CCACHE_NOHASHDIR=1;${NAPKIN_CCACHE}"
    CACHE STRING "What runs the compiler")
endif()

# napkin_headers(TARGET folder...): the headers below these folders belong to TARGET. They are installed
# with it if it is; with NAPKIN_VERIFY_HEADERS the build target all_verify_interface_header_sets compiles
# each on its own.
function(napkin_headers target)
  list(TRANSFORM ARGN PREPEND "${PROJECT_SOURCE_DIR}/" OUTPUT_VARIABLE patterns)
  list(TRANSFORM patterns APPEND "/*.h")
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${patterns})
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${headers})
  if(NAPKIN_VERIFY_HEADERS)
    set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  endif()
endfunction()
