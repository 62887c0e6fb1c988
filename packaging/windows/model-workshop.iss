; Inno Setup 6. `python packaging/setup_env.py package` runs it with /DVersion /DProgram /DOutput /DName.
#ifndef Version
  #error Run `python packaging/setup_env.py package`, which passes the version and the folders.
#endif

[Setup]
AppId={{7A3C2E54-5F0B-4B0E-9C53-6E1D0C1F8B27}
AppName=Model Workshop
AppVersion={#Version}
AppVerName=Model Workshop {#Version}
AppPublisher=The Model Workshop authors
; Per user: no administrator is asked for, and nothing outside the person's own folders is written.
PrivilegesRequired=lowest
DefaultDirName={autopf}\Model Workshop
DefaultGroupName=Model Workshop
DisableProgramGroupPage=yes
DisableDirPage=auto
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
UninstallDisplayIcon={app}\model-workshop.exe
ChangesAssociations=yes
CloseApplications=yes
OutputDir={#Output}
OutputBaseFilename={#Name}
WizardStyle=modern
Compression=lzma2/normal
; Not solid: a solid archive is unpacked as one stream and needs as much memory as it is long.
SolidCompression=no
LZMAUseSeparateProcess=yes
; A file of setup may not be larger than 2,100,000,000 bytes; what is larger is cut into .bin files beside the .exe.
DiskSpanning=yes
DiskSliceSize=2100000000
SlicesPerDisk=1
ShowLanguageDialog=auto

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
; Not every installation of Inno Setup has this file.
#if FileExists(AddBackslash(CompilerPath) + "Languages\ChineseSimplified.isl")
Name: "zh"; MessagesFile: "compiler:Languages\ChineseSimplified.isl"
#endif

[CustomMessages]
en.AppTitle=Model Workshop
en.OpenWith=ONNX model
en.DesktopIcon=Put an icon on the desktop
en.DataStay=Your models, trainings and settings stay in %1. Delete that folder to free its space.
#if FileExists(AddBackslash(CompilerPath) + "Languages\ChineseSimplified.isl")
zh.AppTitle=模型工坊
zh.OpenWith=ONNX 模型
zh.DesktopIcon=在桌面上放置图标
zh.DataStay=你的模型、训练和设置仍保留在 %1。删除该文件夹即可释放空间。
#endif

[Tasks]
Name: "desktopicon"; Description: "{cm:DesktopIcon}"; Flags: unchecked

[InstallDelete]
; What an older version brought and this one does not.
Type: filesandordirs; Name: "{app}\_internal"
Type: filesandordirs; Name: "{app}\runtime-cpu"

[Files]
Source: "{#Program}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\{cm:AppTitle}"; Filename: "{app}\model-workshop.exe"
Name: "{autodesktop}\{cm:AppTitle}"; Filename: "{app}\model-workshop.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.onnx\OpenWithProgids"; ValueType: string; ValueName: "ModelWorkshop.onnx"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\ModelWorkshop.onnx"; ValueType: string; ValueData: "{cm:OpenWith}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\ModelWorkshop.onnx\DefaultIcon"; ValueType: string; ValueData: "{app}\model-workshop.exe,0"
Root: HKA; Subkey: "Software\Classes\ModelWorkshop.onnx\shell\open\command"; ValueType: string; ValueData: """{app}\model-workshop.exe"" ""%1"""

[Run]
Filename: "{app}\model-workshop.exe"; Description: "{cm:LaunchProgram,Model Workshop}"; Flags: nowait postinstall skipifsilent

[Code]
procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
begin
  if (CurUninstallStep = usPostUninstall) and DirExists(ExpandConstant('{localappdata}\model-workshop')) and not UninstallSilent then
    MsgBox(FmtMessage(CustomMessage('DataStay'), [ExpandConstant('{localappdata}\model-workshop')]), mbInformation, MB_OK);
end;
