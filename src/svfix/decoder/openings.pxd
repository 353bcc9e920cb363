from svfix.decoder.lines cimport Layout
