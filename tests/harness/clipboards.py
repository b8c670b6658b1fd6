"""What programs put on the clipboard when somebody copies a table, as browsers hand it on."""

#: Paragraphs in cells, a line end inside one, two rows that share a cell, text before.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta charset="utf-8"><meta name=Generator content="Microsoft Word 15">
<style><!-- table.MsoTableGrid {border:solid windowtext 1.0pt;} --></style></head>
<body lang=FR><!--StartFragment--><p class=MsoNormal>Avant<o:p></o:p></p>
<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0>
 <tr style='mso-yfti-irow:0;mso-yfti-firstrow:yes'>
  <td width=151 valign=top><p class=MsoNormal><o:p>&nbsp;</o:p></p></td>
  <td width=151 valign=top><p class=MsoNormal><b>Membres<o:p></o:p></b></p></td>
  <td width=151 valign=top><p class=MsoNormal><b>Mandat<o:p></o:p></b></p></td>
 </tr>
 <tr style='mso-yfti-irow:1'><td><p class=MsoNormal>Rouen</p></td><td><p class=MsoNormal>45</p></td>
  <td rowspan=2><p class=MsoNormal>Deux</p><p class=MsoNormal>ans<br>au plus</p></td></tr>
 <tr style='mso-yfti-irow:2;mso-yfti-lastrow:yes'><td><p class=MsoNormal>Lyon</p></td>
  <td><p class=MsoNormal>100</p></td></tr>
</table><!--EndFragment--></body></html>"""
WORD_ROWS = [["", "Membres", "Mandat"], ["Rouen", "45", "Deux ans au plus"], ["Lyon", "100", ""]]

#: Its heading row stands in a head; nothing around.
LIBREOFFICE = """<!DOCTYPE html><html><head><meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/>
<style type="text/css">td p { orphans: 0 }</style></head><body lang="fr-FR">
<table width="100%" cellpadding="4" cellspacing="0"><col width="128*"/><col width="128*"/>
<thead><tr valign="top"><th width="50%"><p class="western" align="center">Ville</p></th>
<th width="50%"><p class="western">Tirage
 au sort</p></th></tr></thead>
<tbody><tr valign="top"><td><p class="western">Poitiers</p></td><td><p class="western">« Oui »</p></td></tr></tbody>
</table></body></html>"""
LIBREOFFICE_ROWS = [["Ville", "Tirage au sort"], ["Poitiers", "« Oui »"]]

#: A title over several columns, numbers as they are shown, quotation marks.
EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name=ProgId content=Excel.Sheet>
<style><!-- td {mso-style-parent:style0; white-space:nowrap;} --></style></head><body link="#0563C1">
<table border=0 cellpadding=0 cellspacing=0 width=240 style='border-collapse:collapse'>
<!--StartFragment--><col width=80 span=3 style='width:60pt'>
 <tr height=20><td colspan=3 height=20 class=xl65 width=240>"Budget" 2026</td></tr>
 <tr height=20><td height=20>Ville</td><td>Euros</td><td>Part</td></tr>
 <tr height=20><td height=20>Rouen</td><td align=right x:num="12000">12&nbsp;000</td><td align=right>8,5 %</td></tr>
<!--EndFragment--></table></body></html>"""
EXCEL_ROWS = [['"Budget" 2026', "", ""], ["Ville", "Euros", "Part"], ["Rouen", "12 000", "8,5 %"]]

#: One cell of a spreadsheet: text.
ONE_CELL = "<html><body><table><tr><td>Quarante-cinq</td></tr></table></body></html>"
