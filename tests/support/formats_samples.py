"""Small documents of each format, with what real ones have that must survive."""

from svfix import Edit, Result, edits, formats


def repaired(text, *changes):
    """A result: each change is the old and the new text of a place, found from the left."""
    made, position = [], 0
    for before, after in changes:
        start = text.index(before, position)
        position = start + len(before)
        made.append(Edit(start, position, before, after, "words", 0.9))
    return Result(edits.apply(text, made), text, tuple(made), None)


def rewrite(data, *changes, **options):
    """The bytes of a document of one text with changes made."""
    document = formats.read(data, **options)
    [text] = document.texts
    return document.write([repaired(text, *changes)])


HOCR = b"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="sv"><!-- <span class='ocrx_word'>no</span> -->
 <head><title>a &nbsp; b</title><meta name='ocr-system' content='x' /></head>
 <body>
  <div class='ocr_page' id='page_1' title='image "a&amp;b.png"; bbox 0 0 99 99'>
   <p class='ocr_par'>
    <span class='ocr_line' title="bbox 0 10 99 20; baseline 0 -4">
     <span class='ocrx_word' id='w1' title='bbox 0 10 50 20; x_wconf 96'>Metoden</span>
     <span class='ocrx_word' id='w2' title='bbox 60 10 80 20; x_wconf 91'>for</span>
     <span class='ocrx_word' id='w3' title='bbox 85 10 99 20; x_wconf 80'>uppf&#173;</span>
    </span>
    <span class='ocr_line'><span class='ocrx_word' id='w4'>ljning</span>
     <span class='ocrx_word' id='w5' title='bbox 5 5 6 6'> </span></span>
   </p>
   <p class='ocr_par'><span class='ocr_header' data-own="1">
     <span class='ocrx_word'>R&amp;D</span>
     <span class='ocrx_word'><strong><em>ar</em></strong></span>
     <span class='ocrx_word'>bra</span></span></p>
  </div>
  <div class='ocr_page' id='page_2'><span class='ocr_line'>Ny sida</span></div>
 </body>
</html>
"""


def hocr(*words):
    """A page of one line of words, 100 wide each, 10 apart."""
    spans = "\n".join(
        f"<span class='ocrx_word' id='w{i + 1}' "
        f"title='bbox {110 * i} 0 {110 * i + 100} 10; x_wconf 90'>{word}</span>"
        for i, word in enumerate(words)
    )
    return (
        "<?xml version='1.0'?><html><body><div class='ocr_page'><span class='ocr_line'>\n"
        f"{spans}\n</span></div></body></html>\n"
    ).encode()


ALTO = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r
<!-- a comment with <String CONTENT="no"/> -->\r
<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#" xmlns:own="urn:own">
  <Description>
    <MeasurementUnit>pixel</MeasurementUnit>
    <OCRProcessing ID="OCR_0">
      <ocrProcessingStep/>
    </OCRProcessing>
  </Description>
  <Layout><Page ID="p1" PHYSICAL_IMG_NR="1"><PrintSpace HPOS="0" VPOS="0" WIDTH="99" HEIGHT="99">
    <TextBlock ID="b1" HPOS="0" VPOS="0" WIDTH="99" HEIGHT="20" own:kept='a"b'>
      <TextLine ID="l1" HPOS="0" VPOS="0" WIDTH="99" HEIGHT="10">
        <String ID="s1" HPOS="0" VPOS="0" WIDTH="30" HEIGHT="10" CONTENT="Metoden" WC="0.9"/><SP/>
        <String ID="s2" HPOS="40" VPOS="0" WIDTH="20" HEIGHT="10" CONTENT="for" CS="false"/><SP/>
        <String ID="s3" CONTENT="upp" SUBS_TYPE="HypPart1" SUBS_CONTENT="uppféljning"/>
        <HYP CONTENT="-"/>
      </TextLine>
      <TextLine ID="l2" HPOS="0" VPOS="10" WIDTH="99" HEIGHT="10">
        <String ID="s4" CONTENT="féljning" SUBS_TYPE="HypPart2" SUBS_CONTENT="uppféljning"/>
      </TextLine>
    </TextBlock>
    <TextBlock ID="b2" HPOS="0" VPOS="30" WIDTH="99" HEIGHT="10">
      <TextLine ID="l3" HPOS="0" VPOS="30" WIDTH="99" HEIGHT="10">
        <String ID="s5" CONTENT="R&#x26;D"></String><SP/>
        <String WC="0.8" CONTENT="ar" ID='s6' HPOS="40" VPOS="30" WIDTH="20" HEIGHT="10" CC="1 2" />
      </TextLine>
    </TextBlock>
  </PrintSpace></Page></Layout>
</alto>
""".encode()

_NAMESPACE = {1: "", **{n: f"http://www.loc.gov/standards/alto/ns-v{n}#" for n in (2, 3, 4)}}


def alto(version, strings):
    """A page of one line, with a prefix for its namespace in version 2."""
    return (
        f"""<?xml version="1.0"?>
<alto xmlns="{_NAMESPACE[version]}"><Description><MeasurementUnit>pixel</MeasurementUnit>
</Description><Layout><Page ID="p" PHYSICAL_IMG_NR="1">
<PrintSpace HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9">
<TextBlock ID="b" HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9">
<TextLine HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9"> {strings}
</TextLine></TextBlock></PrintSpace></Page></Layout></alto>
"""
    ).encode()


PAGE = b"""<?xml version="1.0" encoding="UTF-8"?>
<pc:PcGts xmlns:pc="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">
  <pc:Metadata><pc:Creator>x</pc:Creator><pc:Created>2020-01-01T00:00:00</pc:Created>
    <pc:LastChange>2020-01-01T00:00:00</pc:LastChange></pc:Metadata>
  <pc:Page imageFilename="a.png" imageWidth="99" imageHeight="99">
    <pc:ReadingOrder><pc:OrderedGroup id="g">
      <pc:RegionRefIndexed index="1" regionRef="r1"/><pc:RegionRefIndexed index="0" regionRef="r2"/>
    </pc:OrderedGroup></pc:ReadingOrder>
    <pc:TextRegion id="r1"><pc:Coords points="0,0 99,0 99,20 0,20"/>
      <pc:TextLine id="l1"><pc:Coords points="0,0 99,0 99,10 0,10"/>
        <pc:Word id="w1"><pc:Coords points="0,0 20,0 20,10 0,10"/>
          <pc:TextEquiv conf="0.9"><pc:Unicode>Metoden</pc:Unicode></pc:TextEquiv></pc:Word>
        <pc:Word id="w2"><pc:Coords points="30,0 50,0 50,10 30,10"/>
          <pc:Glyph id="c1"><pc:Coords points="30,0 40,0 40,10 30,10"/></pc:Glyph>
          <pc:TextEquiv index="1" conf="0.1"><pc:Unicode>for</pc:Unicode></pc:TextEquiv>
          <pc:TextEquiv index="0" conf="0.8"><pc:PlainText>for</pc:PlainText>
            <pc:Unicode>for</pc:Unicode></pc:TextEquiv></pc:Word>
        <pc:TextEquiv conf="0.7"><pc:Unicode>Metoden  for</pc:Unicode></pc:TextEquiv>
      </pc:TextLine>
      <pc:TextLine id="l2"><pc:Coords points="0,10 99,10 99,20 0,20"/>
        <pc:TextEquiv><pc:Unicode>andra raden</pc:Unicode></pc:TextEquiv></pc:TextLine>
      <pc:TextEquiv conf="0.6"><pc:Unicode>Metoden for
andra raden</pc:Unicode></pc:TextEquiv>
    </pc:TextRegion>
    <pc:TextRegion id="r2"><pc:Coords points="0,30 99,30 99,40 0,40"/>
      <pc:TextEquiv><pc:Unicode><![CDATA[Forst denna]]></pc:Unicode></pc:TextEquiv></pc:TextRegion>
  </pc:Page>
</pc:PcGts>
"""

TSV = (
    "level page_num block_num par_num line_num word_num left top width height conf text\n"
    "1 1 0 0 0 0 0 0 99 99 -1 \n"
    "4 1 1 1 1 0 0 0 99 10 -1 \n"
    "5 1 1 1 1 1 0 0 100 10 90.5 Metodenfor\n"
    "5 1 1 1 1 2 110 0 30 10 95 oss\n"
    "5 1 1 1 2 1 0 20 20 10 90 ar\n"
    "5 1 1 2 1 1 0 40 20 10 90 bra\n"
).replace(" ", "\t").encode()  # fmt: skip


def pdf(*pages):
    """A PDF of pages of lines."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        font,
    ]
    for number, lines in enumerate(pages):
        shown = " ".join(
            f"1 0 0 1 50 {700 - 20 * n} Tm ({line}) Tj" for n, line in enumerate(lines)
        )
        stream = f"BT /F1 12 Tf {shown} ET".encode("cp1252")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 800]/Contents {5 + 2 * number} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    body = b"%PDF-1.4\n"
    for number, content in enumerate(objects, 1):
        body += b"%d 0 obj%s endobj\n" % (number, content)
    return body + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF\n" % (len(objects) + 1)


PDF = pdf(["Metoden for", "upp"], ["Ny sida"])
