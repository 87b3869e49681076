# Every package is a Debian package, and has one owner (see CONTRIBUTING.md).
find_package(Boost 1.74 REQUIRED)                       # Boost.Graph: the topology (sim/net)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)             # the analysis
find_package(yaml-cpp REQUIRED)                         # sim/scenario
find_package(CLI11 REQUIRED)                            # cli
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)                    # reports
find_package(ZLIB REQUIRED)                             # reports: compressed histograms
find_package(OpenSSL REQUIRED COMPONENTS Crypto)        # SHA-256, MD5 and SHA-1 digests

if(NOT TARGET yaml-cpp::yaml-cpp)                       # the namespaced name starts with 0.8
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()
