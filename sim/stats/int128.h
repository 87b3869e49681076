#pragma once

namespace napkin {

/// 128-bit integers for exact sums of 64-bit values. Not ISO C++, but both of our compilers have
/// them.
__extension__ typedef __int128 Int128;

}  // namespace napkin
