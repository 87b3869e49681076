#include "reports/utf8.h"

namespace napkin::reports {

namespace {

// Length of the sequence that `lead` begins; 0 if it begins none.
std::size_t sequence_size(unsigned char lead) {
  if (lead < 0x80) {
    return 1;
  }
  if (lead >= 0xC2 && lead <= 0xDF) {
    return 2;
  }
  if (lead >= 0xE0 && lead <= 0xEF) {
    return 3;
  }
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

bool is_scalar_value(char32_t code_point, std::size_t size) {
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  return code_point >= kSmallest[size] && code_point <= 0x10FFFF && !is_surrogate;
}

}  // namespace

Utf8Character utf8_at(std::string_view text, std::size_t position) {
  const auto byte_at = [text](std::size_t index) {
    return static_cast<unsigned char>(text[index]);
  };
  const unsigned char lead = byte_at(position);
  const Utf8Character invalid{lead, 1, false};
  const std::size_t size = sequence_size(lead);
  if (size == 0 || text.size() - position < size) {
    return invalid;
  }
  if (size == 1) {
    return {lead, 1, true};
  }
  char32_t code_point = lead & (0x7Fu >> size);
  for (std::size_t index = position + 1; index < position + size; ++index) {
    if ((byte_at(index) & 0xC0) != 0x80) {
      return invalid;
    }
    code_point = (code_point << 6) | (byte_at(index) & 0x3Fu);
  }
  return is_scalar_value(code_point, size) ? Utf8Character{code_point, size, true} : invalid;
}

}  // namespace napkin::reports
