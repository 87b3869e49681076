#pragma once

#include <chrono>  // nanoseconds

namespace napkin::algorithms {

/// A span of time in integer nanoseconds: exact, and the same on every machine.
using Duration = std::chrono::nanoseconds;

/// A point in time, as the span since an origin that the caller chose. Any clock will do: the
/// algorithms read none themselves.
using Time = std::chrono::nanoseconds;

// NOLINTNEXTLINE(google-build-using-namespace): `5ms` is how everyone writes time.
using namespace std::chrono_literals;

}  // namespace napkin::algorithms
