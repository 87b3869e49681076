#include "reports/terminal_text.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reports/utf8.h"
#include "tests/reports/hostile_texts.h"

namespace napkin::reports {
namespace {

bool is_harmless(const std::string& text) {
  for (std::size_t position = 0; position < text.size();) {
    const Utf8Character character = utf8_at(text, position);
    const char32_t code = character.code_point;
    const bool is_control = code < 0x20 || (code >= 0x7F && code <= 0x9F);
    const bool turns = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
                       code == 0x200E || code == 0x200F || code == 0x061C;
    const bool breaks = code == 0x2028 || code == 0x2029;
    if (!character.valid || is_control || turns || breaks) {
      return false;
    }
    position += character.size;
  }
  return true;
}

TEST(EscapeForTerminal, KeepsOrdinaryTextOfAnyLanguage) {
  for (const std::string text : {"p99(send) < 200ms", "Größe", "漢字", "😀", "back\\slash"}) {
    EXPECT_EQ(escape_for_terminal(text), text);
  }
}

TEST(EscapeForTerminal, WritesControlsAsBytes) {
  EXPECT_EQ(escape_for_terminal("\x1b[31m"), "\\x1b[31m");
  EXPECT_EQ(escape_for_terminal("a\nb\x7F"), "a\\x0ab\\x7f");
  EXPECT_EQ(escape_for_terminal("\xC2\x9B"), "\\xc2\\x9b");
  EXPECT_EQ(escape_for_terminal("\xE2\x80\xAE"), "\\xe2\\x80\\xae");
  EXPECT_EQ(escape_for_terminal("\xFF"), "\\xff");
}

TEST(EscapeForTerminal, DisarmsTheHostileTexts) {
  for (const std::string& text : hostile_texts()) {
    EXPECT_TRUE(is_harmless(escape_for_terminal(text))) << escape_for_terminal(text);
  }
}

RC_GTEST_PROP(EscapeForTerminal, DisarmsAnyBytes, (const std::string& bytes)) {
  RC_ASSERT(is_harmless(escape_for_terminal(bytes)));
}

TEST(DisplayWidth, CountsColumnsRatherThanBytes) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("Größe"), 5u);
  EXPECT_EQ(display_width("漢字"), 4u);
  EXPECT_EQ(display_width("😀"), 2u);
  EXPECT_EQ(display_width("e\xCC\x81"), 1u);
}

TEST(ShortenToWidth, CutsBetweenCharacters) {
  EXPECT_EQ(shorten_to_width("short", 5), "short");
  EXPECT_EQ(shorten_to_width("much too long", 8), "much ...");
  EXPECT_EQ(shorten_to_width("漢字漢字", 6), "漢...");
  EXPECT_EQ(shorten_middle("threads.shard[3].primary", 15), "thread...rimary");
}

RC_GTEST_PROP(ShortenToWidth, NeverExceedsTheWidth, (const std::string& bytes)) {
  const std::string text = escape_for_terminal(bytes);
  const auto width = static_cast<std::size_t>(*rc::gen::inRange(3, 20));
  RC_ASSERT(display_width(shorten_to_width(text, width)) <= width);
  RC_ASSERT(display_width(shorten_middle(text, width)) <= width);
}

TEST(Pad, FillsUpColumns) {
  EXPECT_EQ(pad_right("漢", 4), "漢  ");
  EXPECT_EQ(pad_left("7", 3), "  7");
  EXPECT_EQ(pad_left("1234", 3), "1234");
}

TEST(Wrap, BreaksAtSpaces) {
  EXPECT_EQ(wrap("one two three", 8), "one two\nthree");
  EXPECT_EQ(wrap("one two three", 8, 2), "one two\n  three");
  EXPECT_EQ(wrap(" one   two ", 8), "one two");
  EXPECT_EQ(wrap("", 8), "");
}

TEST(Wrap, ShortensAWordThatIsTooLong) {
  EXPECT_EQ(wrap("incomprehensible word", 10), "incompr...\nword");
}

TEST(Utf8, RejectsOverlongFormsAndSurrogates) {
  EXPECT_TRUE(utf8_at("€", 0).valid);
  EXPECT_EQ(utf8_at("€", 0).code_point, U'€');
  for (const std::string bytes :
       {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80", "\xE2\x82"}) {
    EXPECT_FALSE(utf8_at(bytes, 0).valid);
    EXPECT_EQ(utf8_at(bytes, 0).size, 1u);
  }
}

}  // namespace
}  // namespace napkin::reports
