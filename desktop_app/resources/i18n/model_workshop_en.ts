<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>BatchCard</name>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln picture</numerusform>
            <numerusform>%Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sound(s)</source>
        <translation>
            <numerusform>%Ln sound</numerusform>
            <numerusform>%Ln sounds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClassifyPage</name>
    <message numerus="yes">
        <source>{time} ms per text, %Ln text(s)</source>
        <translation>
            <numerusform>{time} ms per text, %Ln text</numerusform>
            <numerusform>{time} ms per text, %Ln texts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{time} ms per sound, %Ln sound(s)</source>
        <translation>
            <numerusform>{time} ms per sound, %Ln sound</numerusform>
            <numerusform>{time} ms per sound, %Ln sounds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{time} ms per picture, %Ln picture(s)</source>
        <translation>
            <numerusform>{time} ms per picture, %Ln picture</numerusform>
            <numerusform>{time} ms per picture, %Ln pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DamageControls</name>
    <message numerus="yes">
        <source>%n hole(s)</source>
        <translation>
            <numerusform>%n hole</numerusform>
            <numerusform>%n holes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GeneratePage</name>
    <message numerus="yes">
        <source>{time} ms for %Ln word(s)</source>
        <translation>
            <numerusform>{time} ms for %Ln word</numerusform>
            <numerusform>{time} ms for %Ln words</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{time} ms for %Ln picture(s)</source>
        <translation>
            <numerusform>{time} ms for %Ln picture</numerusform>
            <numerusform>{time} ms for %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln picture</numerusform>
            <numerusform>%Ln pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HeardCard</name>
    <message numerus="yes">
        <source>%Ln digit(s) in a row</source>
        <translation>
            <numerusform>%Ln digit</numerusform>
            <numerusform>%Ln digits in a row</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message numerus="yes">
        <source>%Ln model(s) · {size} on this computer</source>
        <translation>
            <numerusform>%Ln model · {size} on this computer</numerusform>
            <numerusform>%Ln models · {size} on this computer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln model(s) added</source>
        <translation>
            <numerusform>%Ln model added</numerusform>
            <numerusform>%Ln models added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) could not be added</source>
        <translation>
            <numerusform>%Ln file could not be added</numerusform>
            <numerusform>%Ln files could not be added</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SetupPanel</name>
    <message numerus="yes">
        <source>%n setting(s) differ from the preset</source>
        <translation>
            <numerusform>%n setting differs from the preset</numerusform>
            <numerusform>%n settings differ from the preset</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n epoch(s)</source>
        <translation>
            <numerusform>%n epoch</numerusform>
            <numerusform>%n epochs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SummaryView</name>
    <message numerus="yes">
        <source>%Ln text(s) without a date</source>
        <translation>
            <numerusform>%Ln text without a date</numerusform>
            <numerusform>%Ln texts without a date</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln text(s)</source>
        <translation>
            <numerusform>%Ln text</numerusform>
            <numerusform>%Ln texts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TextBatchCard</name>
    <message numerus="yes">
        <source>%Ln text(s)</source>
        <translation>
            <numerusform>%Ln text</numerusform>
            <numerusform>%Ln texts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n thread</numerusform>
            <numerusform>%n threads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TranslatePage</name>
    <message numerus="yes">
        <source>{time} ms for %Ln sentence(s)</source>
        <translation>
            <numerusform>{time} ms for %Ln sentence</numerusform>
            <numerusform>{time} ms for %Ln sentences</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sentence(s) became too long and were ended early.</source>
        <translation>
            <numerusform>%Ln sentence became too long and was ended early.</numerusform>
            <numerusform>%Ln sentences became too long and were ended early.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VerdictCard</name>
    <message numerus="yes">
        <source>read in %Ln part(s)</source>
        <translation>
            <numerusform>read in one part</numerusform>
            <numerusform>read in %Ln parts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only the first %Ln word(s) were weighed.</source>
        <translation>
            <numerusform>Only the first word was weighed.</numerusform>
            <numerusform>Only the first %Ln words were weighed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WrittenCard</name>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln token</numerusform>
            <numerusform>%Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The text is long: its first %Ln token(s) were not read.</source>
        <translation>
            <numerusform>The text is long: its first token was not read.</numerusform>
            <numerusform>The text is long: its first %Ln tokens were not read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The model does not know %Ln sign(s) of the beginning.</source>
        <translation>
            <numerusform>The model does not know %Ln sign of the beginning.</numerusform>
            <numerusform>The model does not know %Ln signs of the beginning.</numerusform>
        </translation>
    </message>
</context>
</TS>
