# What an installation holds: bin/napkin with its manual page and completions, share/napkin/scenarios, and the algorithms as a library,
#   find_package(napkin)   target_link_libraries(mine PRIVATE napkin::algorithms)
#   #include "models/algorithms/hash/murmur3.h"
# Components: `napkin` (the program and the scenarios) and `algorithms` (the library).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

if(TARGET napkin)
  install(TARGETS napkin COMPONENT napkin)
  set(made "${PROJECT_BINARY_DIR}/share")
  install(FILES "${made}/napkin.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT napkin)
  install(FILES "${made}/napkin.bash" RENAME napkin COMPONENT napkin
    DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
  install(FILES "${made}/_napkin" COMPONENT napkin
    DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions")
  install(FILES "${made}/napkin.fish" COMPONENT napkin
    DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
endif()
if(EXISTS "${PROJECT_SOURCE_DIR}/scenarios")
  install(DIRECTORY scenarios DESTINATION "${CMAKE_INSTALL_DATADIR}/napkin" COMPONENT napkin)
endif()

if(TARGET napkin_algorithms)
  set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/napkin")
  install(TARGETS napkin_algorithms EXPORT napkin
    ARCHIVE COMPONENT algorithms
    FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/napkin" COMPONENT algorithms)
  install(EXPORT napkin NAMESPACE napkin:: FILE napkin-targets.cmake
    DESTINATION "${package_dir}" COMPONENT algorithms)
  configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/napkin-config.cmake.in"
    "${PROJECT_BINARY_DIR}/napkin-config.cmake" INSTALL_DESTINATION "${package_dir}")
  # Before 1.0 a minor version may change the interface.
  write_basic_package_version_file("${PROJECT_BINARY_DIR}/napkin-config-version.cmake"
    COMPATIBILITY SameMinorVersion)
  install(FILES "${PROJECT_BINARY_DIR}/napkin-config.cmake"
    "${PROJECT_BINARY_DIR}/napkin-config-version.cmake"
    DESTINATION "${package_dir}" COMPONENT algorithms)
endif()
