#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace napkin::algorithms {

/// A point on the globe in degrees: latitude -90 to 90, longitude -180 to 180.
struct GeoPoint {
  double latitude = 0;
  double longitude = 0;
};

/// A rectangle between two latitudes and two longitudes; west <= east.
struct GeoBox {
  double south = 0;
  double north = 0;
  double west = 0;
  double east = 0;

  [[nodiscard]] GeoPoint center() const { return {(south + north) / 2, (west + east) / 2}; }

  [[nodiscard]] bool contains(GeoPoint point) const {
    return point.latitude >= south && point.latitude <= north && point.longitude >= west &&
           point.longitude <= east;
  }
};

/// A geohash: a point as a short text in which a common prefix means nearness (the opposite does
/// not hold: neighbours may differ in the first letter). Longitude and latitude are halved in turn,
/// five bits to a letter of base 32; n letters name a cell of the globe, 5 for about 5 km, 8 for
/// about 38 m by 19 m. Source: G. Niemeyer, geohash.org, 2008.
///
///     geohash_encode({57.64911, 10.40744}, 11) == "u4pruydqqvj"
///
/// Only halving and comparing, hence the same letters on every machine. O(letters).
inline constexpr std::size_t kGeohashLettersMax = 12;

/// Throws std::invalid_argument unless the point is on the globe and `letters` is from 1 to 12.
[[nodiscard]] std::string geohash_encode(GeoPoint point, std::size_t letters);

/// The cell that `hash` names, in upper or lower case; empty unless it is 1 to 12 letters of
/// base 32.
[[nodiscard]] std::optional<GeoBox> geohash_decode(std::string_view hash);

/// The cells around a cell, clockwise from the north: n, ne, e, se, s, sw, w, nw. Beyond the date
/// line the world goes on; beyond a pole there is nothing, an empty text. Throws
/// std::invalid_argument if `hash` is not a geohash.
[[nodiscard]] std::array<std::string, 8> geohash_neighbors(std::string_view hash);

/// The cells of `letters` letters that together cover `box`, from the south-west, row by row: the
/// prefixes to look up for what is near. Throws std::invalid_argument if they are more than
/// `cells_max`, or for a box that is not on the globe.
[[nodiscard]] std::vector<std::string> geohash_cover(const GeoBox& box,
                                                     std::size_t letters,
                                                     std::size_t cells_max = 1'000);

}  // namespace napkin::algorithms
