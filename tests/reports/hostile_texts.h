#pragma once

#include <string>
#include <vector>

namespace napkin::reports {

/// Texts that a scenario could hold to harm whoever shows them: every report must survive them.
inline std::vector<std::string> hostile_texts() {
  return {
      std::string("nul\0byte", 8),
      "\x1b[2J\x1b[31mred",                          // clears the screen
      "\x1b]0;title\x07",                            // sets the window title
      "\xC2\x9B\x31m",                               // CSI as a C1 character
      "bell\x07 back\x08\x08\x08 carriage\rreturn",  // overwrites what stood before
      "delete\x7F",                                  //
      "\xE2\x80\xAE"
      "gnp.exe",                                           // right-to-left override
      "\xE2\x81\xA6isolate\xE2\x81\xA9",                   //
      "line\xE2\x80\xA8separator",                         //
      "\xEF\xBB\xBFmark",                                  // byte order mark
      "\xFF\xFE\xC0\x80",                                  // no UTF-8, and an over-long zero
      "\xED\xA0\x80",                                      // half a surrogate pair
      "\xF4\x90\x80\x80",                                  // above U+10FFFF
      "cut\xE2\x82",                                       // ends within a character
      "<script>alert(1)</script>",                         //
      "\"quoted\", and 'quoted'",                          //
      "=HYPERLINK(\"http://example.com\")",                // formulas of spreadsheets
      "+1+cmd|' /C calc'!A0",                              //
      "-2+3",                                              //
      "@SUM(1)",                                           //
      "\t=1",                                              //
      "../../etc/passwd",                                  //
      "/absolute",                                         //
      "-rf",                                               //
      "a,b;c\nd",                                          //
      std::string(5000, 'x'),                              //
      "\xE6\xBC\xA2\xE5\xAD\x97\xE6\xBC\xA2\xE5\xAD\x97",  // wide characters
      "e\xCC\x81\xCC\x81\xCC\x81",                         // marks on marks
      "\xF0\x9F\x98\x80\xF0\x9F\x98\x80",                  // emoji
      "",
  };
}

}  // namespace napkin::reports
